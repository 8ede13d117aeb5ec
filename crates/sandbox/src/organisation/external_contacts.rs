//! Contacts outside the organisation, and the labels that they carry.

use std::collections::BTreeMap;

use super::entries::{ExternalContact, LabelGroup};
use super::error::{Change, OrganisationError};
use super::state::{Organisation, add};

/// External contacts.
impl Organisation {
    /// Adds a label group. The ids of its labels must be unique among all groups.
    pub fn add_label_group<'a>(
        &mut self,
        name: impl Into<String>,
        color: i64,
        labels: impl IntoIterator<Item = (i64, &'a str)>,
    ) -> Change {
        let labels: BTreeMap<_, _> =
            labels.into_iter().map(|(id, name)| (id, name.to_owned())).collect();
        if let Some(id) = labels.keys().find(|id| self.has_label(**id)) {
            return Err(OrganisationError::Taken(format!("label {id}")));
        }
        self.label_groups.push(LabelGroup { name: name.into(), color, labels });
        Ok(())
    }

    /// Returns every label group, in the order in which they were added.
    pub fn label_groups(&self) -> impl Iterator<Item = &LabelGroup> {
        self.label_groups.iter()
    }

    /// Adds an external contact.
    pub fn add_external_contact(
        &mut self,
        id: impl Into<String>,
        contact: ExternalContact,
    ) -> Change {
        let id = id.into();
        self.check_contact(&id, &contact)?;
        add(&mut self.external_contacts, id, contact, "external contact")
    }

    /// Changes an external contact. Nothing changes if the result would be impossible in the service: an
    /// unknown follower or label, a `mobile` that another contact has.
    pub fn edit_external_contact(
        &mut self,
        id: &str,
        edit: impl FnOnce(&mut ExternalContact),
    ) -> Change {
        let Some(before) = self.external_contacts.get(id) else {
            return Err(OrganisationError::UnknownContact(id.to_owned()));
        };
        let mut contact = before.clone();
        edit(&mut contact);
        self.check_contact(id, &contact)?;
        self.external_contacts.insert(id.to_owned(), contact);
        Ok(())
    }

    /// Removes an external contact.
    pub fn remove_external_contact(&mut self, id: &str) -> Change {
        let removed = self.external_contacts.remove(id);
        removed.map(drop).ok_or_else(|| OrganisationError::UnknownContact(id.to_owned()))
    }

    /// Returns the external contact with this id.
    pub fn external_contact(&self, id: &str) -> Option<&ExternalContact> {
        self.external_contacts.get(id)
    }

    /// Returns every external contact.
    pub fn external_contacts(&self) -> impl Iterator<Item = (&str, &ExternalContact)> {
        self.external_contacts.iter().map(|(id, contact)| (id.as_str(), contact))
    }

    fn has_label(&self, id: i64) -> bool {
        self.label_groups.iter().any(|group| group.labels.contains_key(&id))
    }

    fn check_contact(&self, id: &str, contact: &ExternalContact) -> Change {
        if !self.users.contains_key(&contact.follower) {
            return Err(OrganisationError::UnknownUser(contact.follower.clone()));
        }
        if let Some(label) = contact.labels.iter().find(|label| !self.has_label(**label)) {
            return Err(OrganisationError::UnknownLabel(*label));
        }
        let mut others = self.external_contacts.iter().filter(|(other, _)| *other != id);
        if others.any(|(_, other)| other.mobile == contact.mobile) {
            return Err(OrganisationError::NotUnique("mobile"));
        }
        Ok(())
    }
}
