//! What types mean, as pages spell them.

use xtask_spec::spec::parse_type;

fn meaning(spelling: &str) -> String {
    match parse_type(spelling, &["List", "PageVo"]) {
        None => "no type".to_owned(),
        Some(ty) => format!("{:?}{}", ty.base, "[]".repeat(ty.lists)),
    }
}

#[test]
fn every_spelling_of_a_page_has_one_meaning() {
    let spellings = [
        ("Number", "Number"),
        ("Integer", "Number"),
        ("Long", "Number"),
        ("int", "Number"),
        ("BigDecimal", "Float"),
        ("double", "Float"),
        ("string", "String"),
        ("Date", "String"),
        ("bool", "Boolean"),
        ("FileItem", "File"),
        ("Object", "Json"),
        ("Map<String, Object>", "Json"),
        ("JSONArray", "Json[]"),
        ("Array", "Json[]"),
        ("String[]", "String[]"),
        ("Number []", "Number[]"),
        ("Long[][]", "Number[][]"),
        ("Array of String", "String[]"),
        ("array of objects", "Json[]"),
        ("List<String>", "String[]"),
        ("Array<List<Long>>", "Number[][]"),
        ("List<PageVo>", "Object(\"PageVo\")[]"),
        ("PageVo[]", "Object(\"PageVo\")[]"),
        ("form-item", "Object(\"form-item\")"),
    ];
    for (spelling, expected) in spellings {
        assert_eq!(meaning(spelling), expected, "{spelling}");
    }
}

#[test]
fn an_object_of_the_file_comes_before_what_its_name_means_elsewhere() {
    assert_eq!(meaning("List"), "Object(\"List\")");
    assert_eq!(meaning("List[]"), "Object(\"List\")[]");
}

#[test]
fn what_is_no_type_is_none() {
    for text in ["", "[]", "1st", "String[", "a b", "Optional<String>", "X[][][][][]"] {
        assert_eq!(meaning(text), "no type", "{text}");
    }
}
