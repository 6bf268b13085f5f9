// Carries what differs between two versions of a page over to the open document.
//
// `from` is the page as the server sent it before, `to` as it sends it now. The open
// document is the first of them after scripts and readers worked on it: some nodes
// were added, some attributes and texts changed. Only what the two versions differ
// in is touched, so everything else stays as it was left.
const deskbookMerge = (() => {
  "use strict";

  // The node of the open document that stands for a node of the version before.
  const standing = new WeakMap();

  function remember(version, open) {
    const walk = (root) => document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    const [ours, theirs] = [walk(version), walk(open)];
    do standing.set(ours.currentNode, theirs.currentNode);
    while (ours.nextNode() && theirs.nextNode());
  }

  // Says of a subtree that did not change where its nodes stand now.
  function carryOver(from, to) {
    if (standing.has(from)) standing.set(to, standing.get(from));
    from.childNodes.forEach((child, number) => carryOver(child, to.childNodes[number]));
  }

  function merge(from, to) {
    if (from.isEqualNode(to)) return carryOver(from, to);
    const open = standing.get(from);
    standing.set(to, open);
    if (from.nodeType === Node.TEXT_NODE) {
      if (open.data !== to.data) open.data = to.data;
      return undefined;
    }
    for (const { name, value } of to.attributes) {
      if (from.getAttribute(name) !== value) open.setAttribute(name, value);
    }
    for (const { name } of [...from.attributes]) {
      if (!to.hasAttribute(name)) open.removeAttribute(name);
    }
    return children(from, to, open);
  }

  function children(from, to, open) {
    const partner = matched([...from.childNodes], [...to.childNodes]);
    const kept = new Set(partner.values());
    const stands = (child) => standing.get(child)?.parentNode === open;
    for (const child of from.childNodes) {
      if (!kept.has(child) && stands(child)) standing.get(child).remove();
    }
    let before = null;
    for (const child of to.childNodes) {
      const former = partner.get(child);
      let node = former && stands(former) ? standing.get(former) : null;
      if (node) {
        const isBehind = !before || before.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
        if (!isBehind) before.after(node);
        merge(former, child);
      } else {
        node = document.importNode(child, true);
        remember(child, node);
        if (before) before.after(node);
        else open.insertBefore(node, first(to, partner, stands));
      }
      before = node;
    }
  }

  // The first child that stays: what is new at the front comes before it.
  function first(to, partner, stands) {
    for (const child of to.childNodes) {
      const former = partner.get(child);
      if (former && stands(former)) return standing.get(former);
    }
    return null;
  }

  // Finds for each new child the one that it was: by id, by equal content, then by
  // kind between two that are sure.
  function matched(old, fresh) {
    const partner = new Map();
    let start = 0;
    while (start < old.length && start < fresh.length && old[start].isEqualNode(fresh[start])) {
      partner.set(fresh[start], old[start]);
      start += 1;
    }
    let end = 0;
    while (end < old.length - start && end < fresh.length - start
      && old.at(-1 - end).isEqualNode(fresh.at(-1 - end))) {
      partner.set(fresh.at(-1 - end), old.at(-1 - end));
      end += 1;
    }
    const left = old.slice(start, old.length - end);
    const sought = fresh.slice(start, fresh.length - end);
    const byName = new Map();
    left.forEach((node) => {
      for (const name of names(node)) if (!byName.has(name)) byName.set(name, node);
    });
    const taken = new Set();
    sought.forEach((node) => {
      const name = names(node).find((one) => byName.has(one) && !taken.has(byName.get(one)));
      if (!name) return;
      partner.set(node, byName.get(name));
      taken.add(byName.get(name));
    });
    let next = 0;
    sought.forEach((node) => {
      if (partner.has(node)) {
        next = Math.max(next, left.indexOf(partner.get(node)) + 1);
        return;
      }
      for (let at = next; at < left.length && !taken.has(left[at]); at += 1) {
        if (left[at].nodeName !== node.nodeName || left[at].id !== node.id) continue;
        partner.set(node, left[at]);
        taken.add(left[at]);
        next = at + 1;
        break;
      }
    });
    return partner;
  }

  // What a node is known by, the surest first.
  function names(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return [];
    const content = `${node.nodeName} ${node.outerHTML}`;
    return node.id ? [`#${node.id} ${node.nodeName}`] : [content];
  }

  return { remember, merge };
})();
