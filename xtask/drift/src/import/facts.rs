//! When a page states what a file says of it.

use crate::compare::compare_facts;
use xtask_pages::facts::Page;
use xtask_spec::spec::Api;

/// Returns the first thing that a page states otherwise than is expected of it, if any. Hosts that
/// only the file names are no difference: a page prints one of the sites that serve the call.
pub(super) fn difference(page: &Page, expected: &Page, api: &Api) -> Option<String> {
    let (mut page, mut expected) = (page.clone(), expected.clone());
    page.hosts.retain(|host| !expected.hosts.contains(host));
    expected.hosts.clear();
    let changes = compare_facts(&expected, &page, api);
    changes.into_iter().next().map(|change| change.subject)
}
