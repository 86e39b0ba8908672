//! Files and functions are short.
//!
//! A file is counted with its comments and without its test code. A function is counted from the line of its `fn` to
//! that of its closing brace, without blank lines and comments, and with the functions and closures in it.

use std::collections::BTreeSet;

use crate::source::{Source, is_word};
use crate::tree::File;

const MAX_FILE_LINES: usize = 500;
const MAX_FUNCTION_LINES: usize = 60;

/// What is too long.
#[derive(Debug, PartialEq)]
pub struct TooLong {
    pub file: String,
    /// Nothing where the file is.
    pub function: Option<String>,
    pub message: String,
}

pub fn too_long(file: &File) -> Vec<TooLong> {
    let name = &file.name;
    let mut out = Vec::new();
    let lines = file.source.lines;
    if lines > MAX_FILE_LINES {
        let message =
            format!("{name}:{} the file has {lines} lines, at most {MAX_FILE_LINES} are allowed", MAX_FILE_LINES + 1);
        out.push(TooLong { file: name.clone(), function: None, message });
    }
    for Function { name: function, line, lines } in functions(&file.source) {
        if lines > MAX_FUNCTION_LINES {
            let message = format!(
                "{name}:{line} fn {function} has {lines} lines of code, at most {MAX_FUNCTION_LINES} are allowed"
            );
            out.push(TooLong { file: name.clone(), function: Some(function), message });
        }
    }
    out
}

#[derive(Debug, PartialEq)]
struct Function {
    name: String,
    line: usize,
    lines: usize,
}

fn functions(source: &Source) -> Vec<Function> {
    let mut out = Vec::new();
    for at in (0..source.tokens.len()).filter(|&n| source.text(n) == "fn" && is_word(source.text(n + 1))) {
        let Some(open) = body_of(source, at) else { continue };
        let body = &source.tokens[at..source.past_bracket(open)];
        let lines = body.iter().map(|t| t.line).collect::<BTreeSet<_>>().len();
        out.push(Function { name: source.text(at + 1).to_owned(), line: source.tokens[at].line, lines });
    }
    out
}

/// The place of the brace that opens a function's body; none for one that is only declared.
pub fn body_of(source: &Source, function: usize) -> Option<usize> {
    let mut at = function;
    loop {
        match source.text(at) {
            "{" => return Some(at),
            ";" | "" => return None,
            "(" | "[" => at = source.past_bracket(at),
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::samples::tree;

    fn messages(text: &str) -> Vec<String> {
        tree(&[("a.rs", text)]).files.iter().flat_map(too_long).map(|t| t.message).collect()
    }

    #[test]
    fn a_function_is_counted_by_its_lines_of_code() {
        let source = "
            /// Says b.
            fn b<F>(c: [u8; 2], d: fn(u8)) -> u8
            where
                F: Fn(),
            {
                // A comment,

                /* and another
                 * one. */
                fn inner() {}
                \"two
                 lines\"
            }
            trait T { fn declared(&self); }
        ";
        let found: Vec<(String, usize, usize)> =
            functions(&Source::new(source)).into_iter().map(|f| (f.name, f.line, f.lines)).collect();
        assert_eq!(found, [("b".to_owned(), 3, 8), ("inner".to_owned(), 11, 1)]);
    }

    #[test]
    fn long_functions_are_found_and_those_of_tests_are_not() {
        let long = |lines: usize| format!("fn long() {{\n{}}}\n", "    x();\n".repeat(lines - 2));
        assert_eq!(messages(&long(60)), [""; 0]);
        assert_eq!(
            messages(&format!("\n{}", long(61))),
            ["src/a.rs:2 fn long has 61 lines of code, at most 60 are allowed"]
        );
        assert_eq!(messages(&format!("#[cfg(test)]\nmod tests {{\n{}}}\n", long(90))), [""; 0]);
    }

    #[test]
    fn long_files_are_found_test_code_aside() {
        assert_eq!(messages(&"// A comment.\n".repeat(500)), [""; 0]);
        assert_eq!(messages(&"x!();\n".repeat(501)), ["src/a.rs:501 the file has 501 lines, at most 500 are allowed"]);
        let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "x!();\n".repeat(100));
        assert_eq!(messages(&("x!();\n".repeat(450) + &tests)), [""; 0]);
    }
}
