//! Contacts outside the organisation.

use dingtalk_client::LabelId;
use dingtalk_client::external_contact::list::Page;
use dingtalk_client::external_contact::{create, update};
use dingtalk_sandbox::{ExternalContact, Organisation, seeded};
use serde_json::{Value, json};

use super::{code, start};
use crate::raw::form;

fn wang() -> create::Contact {
    let contact = create::Contact::new(
        [seeded::CUSTOMER, seeded::ORDINARY],
        seeded::JOHN,
        "王经理",
        "86",
        "13600000000",
    );
    contact.with_title("CFO").with_shared_department_ids([seeded::ENGINEERING])
}

#[test]
fn an_external_contact_is_created_read_changed_and_deleted() {
    let (sandbox, client) = start();
    let contacts = client.external_contact();
    let id = contacts.create(wang()).send().unwrap().user_id.clone().unwrap();

    let read = contacts.get(&id).send().unwrap();
    assert_eq!((read.name.as_deref(), read.title.as_deref()), (Some("王经理"), Some("CFO")));
    assert_eq!(
        (read.state_code.as_deref(), read.mobile.as_deref()),
        (Some("86"), Some("13600000000"))
    );
    let labels = [seeded::CUSTOMER, seeded::ORDINARY].map(LabelId::new);
    assert_eq!(read.label_ids.as_ref().unwrap(), &labels);
    assert_eq!(read.follower_user_id.as_ref().unwrap(), seeded::JOHN);
    assert_eq!(read.shared_department_ids.as_ref().unwrap(), &[seeded::ENGINEERING]);

    let change = update::Contact::new([seeded::CUSTOMER], seeded::USER_1, "王总", &id);
    contacts.update(change.with_shared_user_ids([seeded::USER_2])).send().unwrap();
    let listed = contacts.list().with_page(Page { offset: 0, size: 10 }).send().unwrap();
    assert_eq!(listed.contacts.len(), 1);
    assert_eq!(listed.contacts[0].name.as_deref(), Some("王总"));
    assert_eq!(listed.contacts[0].title.as_deref(), Some("CFO"), "what is not sent stays");
    assert_eq!(listed.contacts[0].shared_user_ids.as_ref().unwrap(), &[seeded::USER_2]);

    contacts.delete(&id).send().unwrap();
    assert_eq!(code(contacts.get(&id).send()), 33012);
    assert_eq!(code(contacts.delete(&id).send()), 33012);
    assert_eq!(sandbox.with_organisation(|org| org.clone()), Organisation::seeded());
}

#[test]
fn contacts_and_label_groups_are_listed_page_by_page() {
    let (sandbox, client) = start();
    sandbox.with_organisation(|org| {
        for number in 1..=25 {
            let mobile = format!("136000000{number:02}");
            let contact = ExternalContact::new("Somebody", mobile, seeded::JOHN);
            org.add_external_contact(format!("ext{number:02}"), contact).unwrap();
        }
    });
    let page = |offset, size| {
        let page =
            client.external_contact().list().with_page(Page { offset, size }).send().unwrap();
        page.contacts.iter().map(|it| it.user_id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(page(23, 20), ["ext24", "ext25"]);
    assert!(page(25, 20).is_empty());
    assert_eq!(client.external_contact().list().send().unwrap().contacts.len(), 20);

    let groups = client.external_contact().list_label_groups().send().unwrap().groups.clone();
    let labels: Vec<_> = groups.iter().map(|group| group.labels.as_ref().unwrap().len()).collect();
    assert_eq!(labels, [6, 3]);
    assert_eq!(groups[0].labels.as_ref().unwrap()[0].id, Some(seeded::CUSTOMER.into()));
}

#[test]
fn contacts_are_refused_with_the_codes_of_their_pages() {
    let (sandbox, client) = start();
    client.external_contact().create(wang()).send().unwrap();
    let before = sandbox.with_organisation(|org| org.clone());
    assert_eq!(code(client.external_contact().create(wang()).send()), 22005);
    let unknown = update::Contact::new([seeded::CUSTOMER], seeded::JOHN, "New", "nobody");
    assert_eq!(code(client.external_contact().update(unknown).send()), 60121);

    let create = |change: Value| {
        let mut contact = json!({
            "name": "New", "state_code": "86", "mobile": "13600000001",
            "follower_user_id": "manager4220", "label_ids": [1_561_077_310],
        });
        for (name, value) in change.as_object().unwrap() {
            contact[name] = value.clone();
        }
        let call = client.raw("/topapi/extcontact/create").form("contact", contact);
        code(call.send::<Value>())
    };
    assert_eq!(create(json!({ "mobile": "" })), 40036);
    assert_eq!(create(json!({ "mobile": "136xxxx" })), 60103);
    assert_eq!(create(json!({ "state_code": null })), 40036);
    assert_eq!(create(json!({ "name": "" })), 60112);
    assert_eq!(create(json!({ "follower_user_id": null })), 40036);
    assert_eq!(create(json!({ "follower_user_id": "nobody" })), 40003);
    assert_eq!(create(json!({ "label_ids": [] })), 60204);
    assert_eq!(create(json!({ "label_ids": [5] })), 60204);
    assert_eq!(create(json!({ "label_ids": vec![1; 21] })), 40035);
    assert_eq!(create(json!({ "share_dept_ids": [5] })), 60003);
    assert_eq!(create(json!({ "share_user_ids": ["nobody"] })), 40003);
    for (path, fields, expected) in [
        ("/topapi/extcontact/create", "contact=none", 40036),
        ("/topapi/extcontact/list", "size=101&offset=0", 40069),
        ("/topapi/extcontact/list", "size=100&offset=-1", 40068),
        ("/topapi/extcontact/listlabelgroups", "size=101&offset=0", 41101),
        ("/topapi/extcontact/listlabelgroups", "size=100&offset=-1", 40068),
        ("/topapi/extcontact/get", "", 33012),
    ] {
        assert_eq!(form(&sandbox, path, fields).code(), expected, "{path} {fields}");
    }
    assert_eq!(sandbox.with_organisation(|org| org.clone()), before);
}
