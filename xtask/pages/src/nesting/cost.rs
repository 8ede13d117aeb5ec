//! What speaks against a reading, as numbers that add up.

/// Neither the example nor anything else says that the field is here.
pub(super) const UNCONFIRMED: u32 = 30;
/// The same where no example shows the object at all.
pub(super) const UNKNOWN: u32 = 20;
/// The object has a field of this name already.
pub(super) const TWICE: u32 = 60;
/// Going back one level, with and without an example.
pub(super) const BACK: u32 = 2;
pub(super) const BACK_UNSEEN: u32 = 4;
/// `errcode` and the like anywhere but at the top.
pub(super) const ENVELOPE_INSIDE: u32 = 40;
/// `has_more` and the like within the items of a list.
pub(super) const PAGING_INSIDE: u32 = 15;
/// `success`, which usually stands at the top.
pub(super) const SUCCESS_INSIDE: u32 = 12;
/// Fields of a map, which has keys of its users, or of a text.
pub(super) const IN_MAP: u32 = 24;
/// An object within one of its own type.
pub(super) const WITHIN_ITSELF: u32 = 12;
/// A name that an object around this one has too, and one that many objects have.
pub(super) const SHARED: u32 = 5;
pub(super) const SHARED_USUAL: u32 = 1;
/// The fields so far make up what the name of the object or of its type says.
pub(super) const NAMED_IN_FULL: u32 = 9;
/// What a row can gain: an earlier object of the same type has this field.
pub(super) const MOST_LIKE: u32 = 12;
/// An earlier object of the same type has it not.
pub(super) const UNLIKE_EARLIER: u32 = 8;
/// The words on the field are those on the object, at most.
pub(super) const AKIN: u32 = 4;
/// The table says object, the example shows a plain value, or the reverse.
pub(super) const CONTRADICTION: u32 = 15;
/// An object that is left without any field.
pub(super) const EMPTY_NAMED: u32 = 45;
pub(super) const EMPTY_SHOWN: u32 = 30;
pub(super) const EMPTY_REPEATED: u32 = 5;
/// A field of the example that the object never gets, at most a few of them.
pub(super) const MISSING: u32 = 3;
pub(super) const MISSING_MOST: u32 = 15;
