//! Endpoints of the spec, prepared for comparison with any number of pages.

use crate::compare::{expected, expected_without, page_of};
use xtask_pages::facts::Page;
use xtask_spec::spec::{self, Api, Endpoint, Spec};

/// A page of an endpoint and its expected facts.
pub(super) struct Known<'a> {
    /// `role::list_users`.
    pub(super) name: String,
    pub(super) endpoint: &'a Endpoint,
    /// The page's entry in the file.
    pub(super) page: &'a spec::Page,
    api: &'a Api,
    /// Facts that the page prints according to the spec.
    pub(super) printed: Page,
}

/// Returns every page of every endpoint.
pub(super) fn pages(spec: &Spec) -> Vec<Known<'_>> {
    let pages = spec.endpoints.iter().flat_map(|it| it.pages.iter().map(move |page| (it, page)));
    let known = pages.map(|(endpoint, page)| {
        let name = format!("{}::{}", endpoint.service, endpoint.name);
        let (api, printed) = (&spec.api, expected(endpoint, &spec.api, page));
        Known { name, endpoint, page, api, printed }
    });
    known.collect()
}

impl Known<'_> {
    /// Returns whether a page is this one of the endpoint's pages.
    pub(super) fn is(&self, page: &Page) -> bool {
        page_of(page, self.endpoint) == Some(self.page)
    }

    /// Returns the expected facts without the departures of these subjects.
    pub(super) fn without(&self, subjects: &[&str]) -> Page {
        expected_without(self.endpoint, self.api, self.page, subjects)
    }
}
