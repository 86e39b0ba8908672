//! What a caller may ask for, out of Python's arguments.

use std::collections::BTreeMap;
use std::time::Duration;

use cuttings::{Favor, Limits, Options, Profile, SiteProfiles};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::errors::Failure;

/// The arguments of an extractor.
#[derive(Debug, FromPyObject)]
#[pyo3(from_item_all)]
pub struct Arguments {
    favor: String,
    links: bool,
    emphasis: bool,
    provenance: bool,
    text: bool,
    /// `built-in`, `own-only` or `off`.
    site_profiles: String,
    /// The names and texts of profiles.
    profiles: Vec<(String, String)>,
    limits: BTreeMap<String, usize>,
    /// In seconds.
    max_time: Option<f64>,
}

impl Arguments {
    /// The extractor that they ask for.
    pub fn extractor(&self) -> PyResult<cuttings::Extractor> {
        let favor = one_of("favor", &self.favor, &FAVORS)?;
        let profiles = one_of("profiles", &self.site_profiles, &PROFILES)?;
        let options = Options::default()
            .favor(favor)
            .links(self.links)
            .emphasis(self.emphasis)
            .provenance(self.provenance)
            .text(self.text)
            .profiles(profiles)
            .limits(self.limits()?);
        let mut extractor = cuttings::Extractor::new(options);
        for (name, text) in &self.profiles {
            extractor = extractor.with_profile(Profile::parse(name, text).map_err(Failure::from)?);
        }
        Ok(extractor)
    }

    pub fn limits(&self) -> PyResult<Limits> {
        let mut limits = Limits::default();
        for (name, limit) in &self.limits {
            let known = || Limits::names().collect::<Vec<_>>().join(", ");
            let unknown = || PyValueError::new_err(format!("limits: no limit is named {name:?}; there are {}", known()));
            limits = limits.with(name, *limit).ok_or_else(unknown)?;
        }
        let Some(seconds) = self.max_time else { return Ok(limits) };
        Ok(limits.max_time(self::seconds("max_time", seconds)?))
    }
}

const FAVORS: [(&str, Favor); 3] =
    [("precision", Favor::Precision), ("balanced", Favor::Balanced), ("recall", Favor::Recall)];

const PROFILES: [(&str, SiteProfiles); 3] =
    [("built-in", SiteProfiles::BuiltIn), ("own-only", SiteProfiles::OwnOnly), ("off", SiteProfiles::Off)];

/// A time that was given as an argument.
pub fn seconds(argument: &str, seconds: f64) -> PyResult<Duration> {
    let time = Duration::try_from_secs_f64(seconds);
    time.map_err(|error| PyValueError::new_err(format!("{argument}: {seconds} is no time: {error}")))
}

/// The one of a few values that a word names.
pub fn one_of<T: Copy>(argument: &str, word: &str, all: &[(&str, T)]) -> PyResult<T> {
    let known = all.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
    known.ok_or_else(|| {
        let names: Vec<_> = all.iter().map(|(name, _)| format!("{name:?}")).collect();
        PyValueError::new_err(format!("{argument}: {word:?} is none of {}", names.join(", ")))
    })
}
