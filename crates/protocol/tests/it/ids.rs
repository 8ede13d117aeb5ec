//! Ids: what makes one, and what can be done with it.

use std::collections::{BTreeMap, HashMap};

use dingtalk_protocol::role::delete;
use dingtalk_protocol::{RoleId, UserId};

#[test]
fn a_string_id_is_its_text() {
    for text in ["", "manager4220", "张伟", "  \n"] {
        let id = UserId::from(text);
        assert_eq!((id.as_str(), id.to_string(), id.as_ref()), (text, text.to_owned(), text));
        assert_eq!([&UserId::new(text), &text.parse().unwrap(), &id.clone()], [&id; 3]);
        assert!(id == *text && id == text);
        assert_eq!(String::from(id), text);
    }
}

#[test]
fn ids_are_ordered_as_what_they_hold() {
    let mut texts = ["b", "a longer text", "", "a", "B"];
    let mut ids = texts.map(UserId::from);
    texts.sort_unstable();
    ids.sort_unstable();
    assert_eq!(ids.map(String::from), texts);
    assert!(RoleId::new(-7) < RoleId::new(11));
}

#[test]
fn a_map_by_string_ids_is_searched_by_text() {
    let pairs = [(UserId::new("u"), 1), (UserId::new("v"), 2)];
    assert_eq!(HashMap::from(pairs.clone()).get("v"), Some(&2));
    assert_eq!(BTreeMap::from(pairs).get("u"), Some(&1));
}

#[test]
fn an_integer_id_is_made_of_any_integer_that_fits() {
    let id = RoleId::new(7);
    assert_eq!([RoleId::from(7), 7_u32.into(), (&7_i64).into(), (&id).into()], [id; 4]);
    assert_eq!(RoleId::try_from(7_u64), Ok(id));
    assert!(RoleId::try_from(u64::MAX).is_err());
    assert_eq!(("7".parse(), id.to_string(), i64::from(id)), (Ok(id), "7".to_owned(), 7));
    assert!("7.0".parse::<RoleId>().is_err());
    assert_eq!(delete::Request::new(7_u32), delete::Request::new(id));
}
