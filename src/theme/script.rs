//! Scripts without what only their authors need: comments, white space, long names of locals.

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

use super::known::Known;

static KNOWN: Known<(String, Option<String>)> = Known::new();

/// Returns a script in fewer bytes; one that cannot be read stays as it is, and the error in words.
pub fn minified(text: &str) -> (String, Option<String>) {
    KNOWN.of(text, minify)
}

fn minify(text: &str) -> (String, Option<String>) {
    let allocator = Allocator::default();
    let mut parsed = Parser::new(&allocator, text, SourceType::cjs()).parse();
    if let Some(error) = parsed.errors.first() {
        return (text.to_owned(), Some(error.message.to_string()));
    }
    let options = MinifierOptions {
        mangle: Some(MangleOptions::default()),
        compress: Some(CompressOptions::smallest()),
    };
    let scoping = Minifier::new(options).minify(&allocator, &mut parsed.program).scoping;
    let code = Codegen::new()
        .with_options(CodegenOptions::minify())
        .with_scoping(scoping)
        .build(&parsed.program)
        .code;
    (code, None)
}
