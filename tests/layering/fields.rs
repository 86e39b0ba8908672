//! A field is a function that changes nothing, and stands alone.
//!
//! Outside the bodies of functions nothing in `src/fields` is `&mut`: no parameter, `&mut self` among them, and no type
//! that would carry one in. Closures may have it. A field, which is a file or a folder there, names no other field.

use crate::sizes::body_of;
use crate::tree::Tree;

pub const FOLDER: &str = "fields";

/// Files of the folder that are no fields: all fields may name them.
pub const SHARED: [&str; 2] = ["found", "pieces"];

/// What is wrong in the folder of fields.
pub fn faults(tree: &Tree) -> Vec<String> {
    changes(tree).into_iter().chain(imports(tree)).collect()
}

/// Every `&mut` of a signature, and of what stands outside of functions.
fn changes(tree: &Tree) -> Vec<String> {
    let mut out = Vec::new();
    for file in tree.files.iter().filter(|f| is_within(&f.module)) {
        let source = &file.source;
        let mut in_expression = vec![false; source.tokens.len()];
        for at in (0..in_expression.len()).filter(|&n| source.text(n) == "fn") {
            // The functions in a function come after it, so that their signatures are cleared again.
            if let Some(open) = body_of(source, at) {
                in_expression[at..open].fill(false);
                in_expression[open..source.past_bracket(open)].fill(true);
            }
        }
        for at in (0..in_expression.len()).filter(|&n| source.text(n) == "&" && !in_expression[n]) {
            let is_lifetime = source.text(at + 1) == "'";
            if source.text(if is_lifetime { at + 3 } else { at + 1 }) == "mut" {
                out.push(format!("{}:{} &mut: a field changes nothing it is given", file.name, source.tokens[at].line));
            }
        }
    }
    out
}

fn is_within(module: &[String]) -> bool {
    module.first().is_some_and(|name| name == FOLDER)
}

/// Names from one field to another.
fn imports(tree: &Tree) -> Vec<String> {
    let mut out = Vec::new();
    for (module, reference) in tree.references() {
        let file = tree.file_of(module);
        let (true, Some(field)) = (is_within(&file.module), file.module.get(1)) else { continue };
        let Some(target) = tree.resolve(module, &reference.path) else { continue };
        let to = tree.file_of(target.module);
        if let (true, Some(other)) = (is_within(&to.module), to.module.get(1))
            && other != field
            && !SHARED.contains(&other.as_str())
        {
            let path = reference.path.join("::");
            out.push(format!("{}:{} the field {field} names {path} of the field {other}", file.name, reference.line));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::samples::tree;

    #[test]
    fn a_field_that_changes_what_it_is_given_is_found() {
        for (source, line) in [
            ("pub(crate) fn headline(evidence: &mut Evidence) {}", 1),
            ("fn a(\n    b: &B,\n    c: &'a mut Vec<C>,\n) {}", 3),
            ("struct Builder; impl Builder {\nfn add(&mut self) {} }", 2),
            ("trait T {\nfn add(&mut self); }", 2),
            ("fn a(f: impl Fn(&mut B)) {}", 1),
            ("fn a() {\n fn b(c: Option<&mut C>) {} }", 2),
            ("struct Carrier<'a> {\n out: &'a mut Vec<u8> }", 2),
            ("type Out<'a> = &'a mut Vec<u8>;", 1),
        ] {
            let expected = format!("src/fields/headline.rs:{line} &mut: a field changes nothing it is given");
            assert_eq!(faults(&tree(&[("fields/headline.rs", source)])), [expected], "{source}");
            assert!(faults(&tree(&[("assemble.rs", source)])).is_empty());
        }
    }

    #[test]
    fn a_field_may_change_what_is_its_own() {
        let source = "
            fn headline(evidence: &Evidence, mut own: Vec<u8>) -> u8 {
                let add = |to: &mut Vec<u8>| to.push(1);
                add(&mut own);
                own[0]
            }
            #[cfg(test)]
            mod tests { fn change(to: &mut u8) {} }
        ";
        assert!(faults(&tree(&[("fields/headline.rs", source)])).is_empty());
    }

    #[test]
    fn a_field_that_names_another_is_found() {
        let byline = ("fields/byline/mod.rs", "mod names; pub fn byline() {}");
        let names = ("fields/byline/names.rs", "use super::byline; pub struct Name;");
        let root = ("fields/mod.rs", "mod byline; mod headline; mod found; pub use byline::byline; pub struct Own;");
        let found = ("fields/found.rs", "pub struct Found;");
        for (source, says) in [
            ("use super::byline;", "super::byline"),
            ("use crate::fields::byline::byline;", "crate::fields::byline::byline"),
            ("fn f() { super::byline() }", "super::byline"),
            ("use super::byline::names::Name;", "super::byline::names::Name"),
        ] {
            let expected = format!("src/fields/headline.rs:1 the field headline names {says} of the field byline");
            let tree = tree(&[root, byline, names, found, ("fields/headline.rs", source)]);
            assert_eq!(faults(&tree), [expected], "{source}");
        }
        let own = ("fields/headline.rs", "use super::Own; use super::found::Found; use crate::label::Label;");
        assert!(faults(&tree(&[root, byline, names, found, own])).is_empty());
    }
}
