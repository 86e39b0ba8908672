//! `cuttings inspect`: a page beside its article, to look at.

mod form;
mod inspector;
mod server;

use crate::args::InspectArgs;
use crate::input::{Input, Web, message};
use crate::output::{Failure, Outcome, Target};
use crate::overwrite::refuse_inputs;
use crate::terminal;
use inspector::Inspector;
pub use inspector::page_of;

pub fn run(args: &InspectArgs) -> Result<Outcome, Failure> {
    let inspector = Inspector {
        extractor: args.how.extractor(true)?,
        web: Web::new(&args.net).archives(args.archives.all(), args.at).accept(args.accept).limits(args.how.limits()),
    };
    match &args.input {
        Some(argument) => {
            let input = Input::from_argument(argument).of_origin(&args.origin);
            let target = Target::new(args.output.as_deref());
            refuse_inputs(&target, std::slice::from_ref(argument), &args.how.profiles)?;
            write(&inspector, &input, &target)
        }
        None => server::serve(inspector, args.port),
    }
}

fn write(inspector: &Inspector, input: &Input, target: &Target) -> Result<Outcome, Failure> {
    match inspector.inspect(input) {
        Ok(page) => {
            let mut output = target.open()?;
            let written = output.write(&page.finish());
            output.finish(written).map(|()| Outcome::Done)
        }
        Err(error) => {
            terminal::say(message(&input.source, &error));
            Ok(Outcome::SomeFailed)
        }
    }
}
