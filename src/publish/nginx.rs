//! The settings of nginx for a server of one's own, which `docs/nginx.conf` holds.

use std::fmt::Write;

use crate::headers::{ASKED_FOR, CAREFUL, UNLISTED, kept};

/// Returns what nginx needs to serve a private handbook, with blanks for what is each server's own.
pub fn nginx() -> String {
    let mut text = format!(
        "# A handbook on a server of your own. Put this where nginx looks for sites, and fill in names and paths.\n\
         \n\
         # Names in these folders change with what is in the file, so browsers may keep them.\n\
         map $uri $handbook_kept {{\n    \
             default \"{ASKED_FOR}\";\n    \
             ~^/assets/ \"{kept}\";\n    \
             ~^/search/(heads|places)- \"{kept}\";\n\
         }}\n\
         \n\
         server {{\n    \
             listen 443 ssl;\n    \
             server_name handbook.example.com;\n    \
             ssl_certificate /etc/ssl/handbook.example.com.pem;\n    \
             ssl_certificate_key /etc/ssl/handbook.example.com.key;\n    \
             root /srv/handbook/site;\n    \
             charset utf-8;\n\
         \n    \
             # Who may read it. Take the two lines out for a public handbook, or put your own login here.\n    \
             auth_basic \"Staff\";\n    \
             auth_basic_user_file /etc/nginx/handbook.users;\n\
         \n",
        kept = kept(false)
    );
    for header in CAREFUL {
        let _ = writeln!(text, "    add_header {} \"{}\" always;", header.name, header.value);
    }
    let _ = write!(
        text,
        "    # For a private handbook.\n    \
             add_header {} \"{}\" always;\n    \
             add_header Cache-Control $handbook_kept;\n\
         \n    \
             error_page 404 /404.html;\n    \
             location / {{\n        \
                 try_files $uri $uri/ =404;\n    \
             }}\n    \
             # What other hosts read, and what a build in progress keeps.\n    \
             location ~ ^/(_headers|_redirects|\\.nojekyll|\\.deskbook) {{\n        \
                 return 404;\n    \
             }}\n\
         }}\n",
        UNLISTED.name, UNLISTED.value
    );
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_snippet_in_docs_is_the_one_that_the_table_makes() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/nginx.conf");
        let text = super::nginx();
        if std::env::var_os("ACCEPT").is_some() {
            std::fs::write(&path, &text).expect("the snippet can be written");
        }
        let written = std::fs::read_to_string(&path).expect("docs/nginx.conf").replace("\r\n", "\n");
        assert_eq!(written, text, "ACCEPT=1 writes it anew");
    }
}
