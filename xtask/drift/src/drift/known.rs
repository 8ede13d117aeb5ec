//! The endpoints of the spec, ready to be compared with any number of pages.

use crate::compare::{self, digest, expected, expected_without, page_of};
use xtask_pages::facts::Page;
use xtask_spec::spec::{self, Api, Endpoint, Spec};

/// A page of an endpoint and what is expected of it.
pub(super) struct Known<'a> {
    /// `role::list_users`.
    pub(super) name: String,
    pub(super) endpoint: &'a Endpoint,
    /// The page as the file names it.
    pub(super) page: &'a spec::Page,
    api: &'a Api,
    /// What the page prints as far as the spec knows.
    pub(super) printed: Page,
    /// That of `printed`.
    pub(super) digest: String,
    hosts: Vec<String>,
}

/// Returns every page of every endpoint.
pub(super) fn pages(spec: &Spec) -> Vec<Known<'_>> {
    let pages = spec.endpoints.iter().flat_map(|it| it.pages.iter().map(move |page| (it, page)));
    let known = pages.map(|(endpoint, page)| {
        let mut printed = expected(endpoint, &spec.api, page);
        Known {
            name: format!("{}::{}", endpoint.service, endpoint.name),
            endpoint,
            page,
            api: &spec.api,
            hosts: std::mem::take(&mut printed.hosts),
            digest: digest(&printed),
            printed,
        }
    });
    known.collect()
}

impl Known<'_> {
    /// Returns whether a page of the endpoint is this one.
    pub(super) fn is(&self, page: &Page) -> bool {
        page_of(page, self.endpoint) == Some(self.page)
    }

    /// Returns whether the page is the one that the examples of the file are from.
    pub(super) fn is_main(&self) -> bool {
        self.endpoint.main_page() == Some(self.page)
    }

    /// Returns what the page would print without the departures of these subjects.
    pub(super) fn without(&self, subjects: &[&str]) -> Page {
        let expected = expected_without(self.endpoint, self.api, self.page, subjects);
        Page { hosts: Vec::new(), ..expected }
    }

    /// Returns the page without what is no difference: a page names one of the sites that serve a call.
    pub(super) fn normal(&self, page: &Page) -> Page {
        let mut page = compare::normal(page, self.endpoint, self.api);
        page.hosts.retain(|host| !self.hosts.contains(host));
        page
    }
}
