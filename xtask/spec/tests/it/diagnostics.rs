//! Every kind of problem that a spec can have, one small report each.
//!
//! Each case takes a sound spec and breaks one thing in it. The snapshots are the reports.

use std::path::{Path, PathBuf};

use xtask_spec::check::{check, undecided};
use xtask_spec::diagnostic::{Colour, render};
use xtask_spec::load::{SourceFile, Sources, load};
use xtask_spec::read::read;

const API: &str = "spec/api.toml";
const ERRORS: &str = "spec/errors.toml";
const ENUMS: &str = "spec/locker/enums.toml";
const LIST: &str = "spec/locker/list.toml";
const DELETE: &str = "spec/locker/delete.toml";
const SHARE: &str = "spec/locker/share.toml";
const ORDER: &str = "spec/locker/order.toml";
const REORDER: &str = "spec/locker/reorder.toml";

/// A sound spec, small and complete.
const API_TEXT: &str = include_str!("diagnostics_fixture/api.toml");
const ERRORS_TEXT: &str = include_str!("diagnostics_fixture/errors.toml");
const LIST_TEXT: &str = include_str!("diagnostics_fixture/locker/list.toml");

/// Sound as well, with what few endpoints have.
const DELETE_TEXT: &str = include_str!("diagnostics_fixture/locker/delete.toml");
const SHARE_TEXT: &str = include_str!("diagnostics_fixture/locker/share.toml");
const ORDER_TEXT: &str = include_str!("diagnostics_fixture/locker/order.toml");

/// `name: FILE, "what the sound spec says" => "what it says instead";`
macro_rules! broken {
    ($($name:ident: $file:ident, $sound:literal => $broken:literal;)*) => {$(
        #[test]
        fn $name() {
            let report = report(&sound_with($file).replace($file, $sound, $broken).0);
            snapshot(stringify!($name), &report);
        }
    )*};
}

// What a file may hold.
broken! {
    toml_syntax: LIST, "method = \"POST\"" => "method = POST\nhost = local";
    typographic_quotes: LIST, "\"It only reads.\"" => "“It only reads，never writes.”";
    full_width_comma: LIST, "max_items = 2 }" => "max_chars = 9， max_items = 2 } # ，";
    full_width_comma_after_a_text: LIST, "message = \"Invalid lockerIds\"," => "message = \"无效，重试\"，";
    full_width_comma_in_a_text: LIST, "\"The floors.\"" => "\"楼层，\" required = true";
    ideographic_space: LIST, "default = 20" => "default　= 20";
    invisible_space: LIST, "default = 20" => "\u{200b}default = 20";
    unclosed_bracket: LIST, "hosts = [\"main\"]" => "hosts = [\"main\"";
    duplicate_key: LIST, "method = \"POST\"" => "method = \"POST\"\nmethod = \"GET\"";
    unknown_key: LIST, "max_items = 2" => "max_item = 2";
    unknown_key_without_a_neighbour: API, "doc = \"Lockers.\"" => "doc = \"Lockers.\"\ncolour = 1";
    unknown_table: LIST, "[together.page]" => "[togeter.page]";
    wrong_value_type: LIST, "min = 1" => "min = \"1\"";
    wrong_item_type: LIST, "hosts = [\"main\"]" => "hosts = [\"main\", 2]";
    table_instead_of_tables: LIST, "[[pages]]" => "[pages]";
    date_in_quotes: LIST, "2026-01-31" => "\"2026-01-31\"";
    number_out_of_range: LIST, "max = 100" => "max = 9223372036854775808";
    unknown_choice: LIST, "\"internal\"" => "\"intern\"";
    malformed_type: LIST, "\"String[]\"" => "\"String[\"";
    missing_key: LIST, "example = \"11,12\"\ndoc = \"The lockers.\"" => "example = \"11,12\"";
    missing_key_of_a_file: LIST, "summary = \"Lists lockers.\"" => "";
    missing_table: LIST, "[repeat]\nsafe = true\nreason = \"It only reads.\"\n" => "";
    missing_source: LIST, "[[pages]]\nurl = \"https://example.com/locker/list\"\nlanguage = \"en\"\nread = 2026-01-31\n" => "";
    fact_of_an_unknown_page: LIST, "max_items = 2 }" => "max_items = 2 }\npages = [\"locker\"]";
    required_on_some_pages: LIST, "max_items = 2 }" => "max_items = 2 }\npages = [\"list\"]";
    source_without_link: LIST, "https://example.com/locker/list" => "URL";
    empty_text: LIST, "\"It only reads.\"" => "\" \"";
    empty_list: LIST, "notes = [\"One note.\"]" => "notes = []";
}

// Parameters.
broken! {
    duplicate_parameter: LIST, "[parameters.floors]" => "[parameters.label]";
    object_as_parameter: LIST, "type = \"Number\"\ndoc = \"Lockers to skip.\"" => "type = \"Nubmer\"\ndoc = \"Lockers to skip.\"";
    list_as_parameter: LIST, "type = \"String\"\nlimits = { max_chars" => "type = \"String[]\"\nlimits = { max_chars";
    limit_on_a_type_without_one: LIST, "max_chars = 5" => "max = 5";
    max_items_without_a_list: LIST, "max_chars = 5" => "max_items = 5";
    max_bytes_on_a_number: LIST, "min = 1," => "max_bytes = 9, min = 1,";
    min_items_above_max_items: LIST, "max_items = 2" => "min_items = 3, max_items = 2";
    max_chars_on_a_list: LIST, "max_items = 2" => "max_chars = 2";
    min_above_max: LIST, "min = 1" => "min = 101";
    limit_of_zero: LIST, "max_items = 2" => "max_items = 0";
    default_outside_limits: LIST, "default = 20" => "default = 200";
    default_of_wrong_type: LIST, "default = 20" => "default = \"20\"";
    default_on_required: LIST, "type = \"Number\"\ndefault" => "type = \"Number\"\nrequired = true\ndefault";
    example_outside_limits: LIST, "example = \"blue\"" => "example = \"purple\"";
    example_of_wrong_type: LIST, "limits = { min = 1" => "example = \"twenty\"\nlimits = { min = 1";
    example_with_too_many_items: LIST, "example = \"11,12\"" => "example = \"11,12,13\"";
    example_with_an_empty_item: LIST, "example = \"11,12\"" => "example = \"11,\"";
    example_item_of_wrong_type: LIST, "example = \"11,12\"" => "example = \"11,b\"";
    unsupported_separator: LIST, "separator = \",\"\nid" => "separator = \";\"\nid";
    separator_on_a_number: LIST, "type = \"Number\"\ndoc" => "type = \"Number\"\nseparator = \",\"\ndoc";
    items_without_separator: LIST, "separator = \",\"\nitems" => "items";
    items_beside_id: LIST, "id = \"LockerId\"" => "id = \"LockerId\"\nitems = \"Number\"";
    unknown_id: LIST, "id = \"LockerId\"" => "id = \"LokerId\"";
    id_of_another_type: LIST, "id = \"OwnerId\"" => "id = \"LockerId\"";
    unknown_member: LIST, "\"offset\", \"size\"" => "\"ofset\", \"size\"";
    required_member: LIST, "\"offset\", \"size\"" => "\"offset\", \"lockerIds\"";
    single_member: LIST, "\"offset\", \"size\"" => "\"offset\"";
    either_with_one_member: LIST, "[together.page]" => "[either.one]\nmembers = [\"label\"]\nneed = \"at-least-one\"\n\n[together.page]";
    either_with_a_required_member: LIST, "[together.page]" => "[either.one]\nmembers = [\"label\", \"lockerIds\"]\nneed = \"at-least-one\"\n\n[together.page]";
    either_of_an_object_that_is_not_sent: LIST, "[together.page]" => "[either.one]\nobject = \"LockerVo\"\nmembers = [\"label\", \"size\"]\nneed = \"exactly-one\"\n\n[together.page]";
    example_without_either: LIST, "[together.page]" => "[either.one]\nmembers = [\"label\", \"floors\"]\nneed = \"exactly-one\"\n\n[together.page]";
    span_of_two_types: LIST, "[together.page]" => "[span.period]\nfrom = \"label\"\nto = \"size\"\nmax_days = 7\n\n[together.page]";
    span_of_a_list: LIST, "[together.page]" => "[span.period]\nfrom = \"floors\"\nto = \"label\"\nmax_days = 7\n\n[together.page]";
    span_from_nowhere: LIST, "[together.page]" => "[span.period]\nfrom = \"labels\"\nto = \"label\"\nmax_days = 0\n\n[together.page]";
    member_of_two_groups: LIST, "[together.page]" => "[together.look]\ntype = \"Look\"\nmembers = [\"label\", \"size\"]\ndoc = \"View.\"\n\n[together.page]";
}

// JSON.
broken! {
    form_parameter_beside_json: ORDER, "type = \"OrderVo\"" => "in = \"form\"\ntype = \"OrderVo\"";
    body_parameter_in_a_form: LIST, "type = \"Number\"\ndefault" => "in = \"body\"\ntype = \"Number\"\ndefault";
    body_parameter_of_a_get: DELETE, "type = \"Number\"" => "in = \"body\"\ntype = \"Number\"";
    json_example_is_not_json: ORDER, "[{\"id\": 7}" => "[{\"id\" 7}";
    json_example_is_no_object: ORDER, "request = '" => "request = '[]' # ";
    json_example_of_wrong_type: ORDER, "{\"id\": 7}" => "{\"id\": true}";
    json_example_outside_limits: ORDER, "{\"id\": 7}" => "{\"id\": 0}";
    json_example_with_too_many_items: ORDER, "{\"id\": 7}" => "{\"id\": 7}, {\"id\": 9}";
    json_example_without_a_required_field: ORDER, "{\"id\": 7}" => "{}";
    json_example_with_an_unknown_field: ORDER, "{\"id\": 7}" => "{\"id\": 7, \"di\": 8}";
    json_example_with_an_unknown_parameter: ORDER, "\"notes\": [\"a\"]" => "\"note\": [\"a\"]";
    json_example_without_a_required_parameter: ORDER, "{\"order\": {\"title\": \"blue\", \"items\": [{\"id\": 7}, {\"id\": \"8\"}]}, " => "{";
    text_of_json_that_is_none: ORDER, "\"sort\": \"other\"" => "\"sort\": \"other\", \"extra\": \"{\"";
    text_of_json_that_is_no_text: ORDER, "\"sort\": \"other\"" => "\"sort\": \"other\", \"extra\": {}";
    example_of_an_object_of_wrong_type: ORDER, "\"items\": []}" => "\"items\": {}}";
    object_that_is_unknown: ORDER, "type = \"OrderVo\"" => "type = \"OderVo\"";
    encoding_of_a_scalar: ORDER, "type = \"JSONObject\"" => "type = \"String\"";
    object_in_a_query: ORDER, "type = \"OrderVo\"" => "in = \"query\"\ntype = \"OrderVo\"";
    list_in_a_form_without_an_encoding: LIST, "type = \"String\"\nlimits = { max_chars" => "type = \"List\"\nlimits = { max_chars";
    type_that_is_sent_and_answered: ORDER, "type = \"String[][]\", example = '[[\"a\"]]'" => "type = \"ItemVo[]\"";
    field_sent_as_secret: ORDER, "limits = { max_chars = 5 }" => "secret = true, limits = { max_chars = 5 }";
    field_answered_with_a_limit: ORDER, "type = \"Double\"" => "type = \"Double\", limits = { max = 5 }";
    object_that_never_ends: ORDER, "type = \"ItemVo\"" => "type = \"ItemVo\", required = true";
    minimum_of_a_fraction: ORDER, "type = \"BigDecimal\"" => "type = \"BigDecimal\"\nlimits = { min = 1 }";
    default_of_a_list: ORDER, "limits = { max_items = 2 }\ndoc" => "default = \"a\"\ndoc";
    default_beside_the_values: ORDER, "default = \"asc\"" => "default = \"up\"";
    value_of_wrong_type: ORDER, "[\"asc\", \"desc\"]" => "[\"asc\", 1]";
    value_twice: ORDER, "[\"asc\", \"desc\"]" => "[\"asc\", \"desc\", \"asc\"]";
    value_that_is_no_literal: ORDER, "[\"asc\", \"desc\"]" => "[\"asc\", true]";
    values_of_an_object: ORDER, "required = true\nexample" => "required = true\nvalues = [\"a\"]\nexample";
    duplicate_constant_of_a_field: ORDER, "type = \"BigDecimal\"" => "type = \"Long\"\nrust = \"order_title_chars\"\nlimits = { max = 9 }";
    nested_example_of_wrong_type: ORDER, "[[\"a\"]]" => "[\"a\"]";
}

// Names of values.
broken! {
    enum_that_is_unknown: ORDER, "enum = \"State\"" => "enum = \"Stat\"";
    enum_without_a_use: ORDER, "enum = \"State\"\n" => "";
    enum_of_other_type: ORDER, "Closed = { value = -1" => "Closed = { value = \"shut\"";
    enum_of_booleans: ORDER, "Closed = { value = -1" => "Closed = { value = false";
    enum_beside_an_id: ORDER, "enum = \"State\"" => "enum = \"State\"\nid = \"LockerId\"";
    enum_beside_a_limit: ORDER, "enum = \"State\"" => "enum = \"State\"\nlimits = { max = 2 }";
    enum_called_as_a_type: ORDER, "rust = \"Order\"" => "rust = \"State\"";
    listed_value_without_a_name: ORDER, "enum = \"State\"" => "enum = \"State\"\nvalues = [1, 2]";
    default_without_a_name: ORDER, "default = 1\ndoc" => "default = 2\ndoc";
    name_of_a_value_in_capitals: ORDER, "Open = { value = 1 }" => "NOT_SHUT = { value = 1 }";
    name_of_values_without_one: ORDER, "Open = { value = 1 }" => "Other = { value = 1 }";
    value_with_two_names: ORDER, "Open = { value = 1 }" => "Open = { value = -1 }\nAjar = { value = 1 }";
}

// Secrets.
broken! {
    secret_that_is_a_number: LIST, "[parameters.size]" => "[parameters.size]\nsecret = true";
    secret_list: SHARE, "id = \"OwnerId\"\nrequired" => "secret = true\nrequired";
    secret_with_a_default: SHARE, "required = true\nlimits = { max_chars" => "default = \"0\"\nlimits = { max_chars";
    secret_with_an_id: SHARE, "[response.newKey]" => "[response.newKey]\nid = \"OwnerId\"";
    secret_list_of_the_answer: SHARE, "type = \"String[]\"\nid = \"OwnerId\"" => "type = \"String[]\"\nsecret = true";
}

// What a repetition means.
broken! {
    done_code_of_an_unsafe_call: DELETE, "safe = true" => "safe = false";
    unknown_done_code: DELETE, "done_code = 33011" => "done_code = 33012";
    done_code_of_a_call_that_answers_something: LIST, "safe = true\n" => "safe = true\ndone_code = 33011\n";
}

// Pages.
broken! {
    unknown_offset: SHARE, "offset = \"offset\"" => "offset = \"ofset\"";
    size_that_is_no_number: SHARE, "size = \"size\"" => "size = \"key\"";
    size_that_is_an_id: SHARE, "[parameters.size]" => "[parameters.size]\nid = \"LockerId\"";
    size_in_an_object_that_may_be_missing: SHARE, "[paging]\noffset = \"offset\"\nsize = \"size\"" => "[types.PartVo]\ndoc = \"Part.\"\nfields = { size = { type = \"Number\", doc = \"Size.\" } }\n\n[parameters.part]\ntype = \"PartVo\"\nencoding = \"json\"\ndoc = \"Part.\"\n\n[paging]\noffset = \"offset\"\nsize = \"part.size\"";
    cursor_that_is_a_list: LIST, "[repeat]" => "paging = { cursor = \"floors\", items = \"list\", more = \"hasMore\" }\n\n[repeat]";
    size_without_a_maximum: SHARE, "limits = { max = 100 }\n" => "";
    offset_that_cannot_be_zero: SHARE, "min = 0" => "min = 1";
    offset_and_size_in_one: SHARE, "size = \"size\"" => "size = \"offset\"";
    page_with_another_member: LIST, "\"offset\", \"size\"]\ndoc = \"Which part of the list.\"" => "\"offset\", \"size\", \"label\"]\ndoc = \"Which part.\"\n\n[paging]\noffset = \"offset\"\nsize = \"size\"\nitems = \"list\"\nmore = \"hasMore\"";
    half_a_page_in_a_group: LIST, "\"offset\", \"size\"]\ndoc = \"Which part of the list.\"" => "\"label\", \"size\"]\ndoc = \"Which part.\"\n\n[paging]\noffset = \"offset\"\nsize = \"size\"\nitems = \"list\"\nmore = \"hasMore\"";
    unknown_items: SHARE, "items = \"list\"" => "items = \"lists\"";
    items_that_are_no_list: SHARE, "items = \"list\"" => "items = \"hasMore\"";
    more_that_is_no_boolean: SHARE, "more = \"hasMore\"" => "more = \"list\"";
    more_that_may_be_missing: SHARE, "\"Boolean\"\nrequired = true" => "\"Boolean\"\nrequired = false";
    paging_without_a_key: SHARE, "items = \"list\"\n" => "";
    paging_that_begins_nowhere: SHARE, "offset = \"offset\"\n" => "";
    paging_that_begins_at_two_values: SHARE, "offset = \"offset\"" => "offset = \"offset\"\npage = \"size\"";
    first_beside_an_offset: SHARE, "offset = \"offset\"" => "offset = \"offset\"\nfirst = 0";
    page_without_first: SHARE, "offset = \"offset\"" => "page = \"offset\"";
    first_of_another_type: SHARE, "offset = \"offset\"" => "page = \"offset\"\nfirst = \"1\"";
    next_without_a_cursor: SHARE, "more = \"hasMore\"" => "next = \"hasMore\"";
    next_of_another_type: SHARE, "offset = \"offset\"\nsize = \"size\"" => "cursor = \"offset\"\nnext = \"newKey\"";
    next_that_every_answer_has: SHARE, "offset = \"offset\"\nsize = \"size\"\nitems = \"list\"\nmore = \"hasMore\"\n\n[bulk]\nsplit = [\"lockerIds\", \"owners\"]\n\n[response.hasMore]\ntype = \"Boolean\"" => "cursor = \"offset\"\nsize = \"size\"\nitems = \"list\"\nnext = \"hasMore\"\n\n[response.hasMore]\ntype = \"Number\"";
    cursor_that_nothing_answers: SHARE, "offset = \"offset\"\nsize = \"size\"" => "cursor = \"offset\"";
    total_that_is_no_number: SHARE, "more = \"hasMore\"" => "total = \"hasMore\"";
    list_in_an_object_that_may_be_missing: LIST, "[response.result]\ntype = \"ListVo\"\nrequired = true" => "[paging]\noffset = \"offset\"\nsize = \"size\"\nitems = \"result.list\"\nmore = \"result.hasMore\"\n\n[response.other]\ntype = \"String\"\ndoc = \"Other.\"\n\n[response.result]\ntype = \"ListVo\"";
    page_of_a_broken_group: SHARE, "[\"offset\", \"size\"]" => "[\"ofset\", \"size\"]";
}

// Splits.
broken! {
    split_into_one: SHARE, "[\"lockerIds\", \"owners\"]" => "[\"lockerIds\"]";
    split_by_one_list_twice: SHARE, "[\"lockerIds\", \"owners\"]" => "[\"lockerIds\", \"lockerIds\"]";
    unknown_list_to_split: SHARE, "[\"lockerIds\", \"owners\"]" => "[\"lockerIds\", \"owner\"]";
    split_by_what_is_no_list: SHARE, "[\"lockerIds\", \"owners\"]" => "[\"lockerIds\", \"key\"]";
    split_by_a_list_without_a_limit: SHARE, "limits = { max_items = 3 }\n" => "";
    split_by_an_optional_list: SHARE, "required = true\nlimits = { max_items = 3 }" => "limits = { max_items = 3 }";
    split_of_an_unsafe_call: SHARE, "safe = true" => "safe = false";
}

// Signatures. The secret of SHARE is `key`.
broken! {
    signature_of_an_unknown_parameter: SHARE, "[bulk]" => "[parameters.time]\ntype = \"Number\"\ndoc = \"Time.\"\n\n[signature]\ntimestamp = \"tiem\"\nvalue = \"key\"\n\n[bulk]";
    signature_that_is_no_secret: SHARE, "[bulk]" => "[parameters.time]\ntype = \"Number\"\ndoc = \"Time.\"\n\n[signature]\ntimestamp = \"time\"\nvalue = \"owners\"\n\n[bulk]";
    signature_at_a_time_that_is_none: SHARE, "[bulk]" => "[signature]\ntimestamp = \"owners\"\nvalue = \"key\"\n\n[bulk]";
    signature_over_what_is_no_secret: SHARE, "[bulk]" => "[parameters.time]\ntype = \"Number\"\ndoc = \"Time.\"\n\n[signature]\ntimestamp = \"time\"\nvalue = \"key\"\nover = \"owners\"\n\n[bulk]";
    signature_in_a_group: LIST, "[together.page]" => "[parameters.key]\ntype = \"String\"\nsecret = true\ndoc = \"Key.\"\n\n[signature]\ntimestamp = \"size\"\nvalue = \"key\"\n\n[together.page]";
}

// Files and headers.
broken! {
    file_in_a_form: LIST, "[parameters.view]" => "[parameters.media]\ntype = \"File\"\nrequired = true\ndoc = \"File.\"\n\n[parameters.view]";
    parts_without_a_file: LIST, "application/x-www-form-urlencoded;charset=utf-8" => "multipart/form-data";
    file_in_an_answer: LIST, "tags = {" => "file = { type = \"File\", doc = \"File.\" }\ntags = {";
    upload_of_an_unknown_kind: LIST, "[together.page]" => "[upload]\nkind = \"lable\"\nkinds = { image = { max_bytes = 9 } }\n\n[together.page]";
    upload_of_an_optional_kind: LIST, "[together.page]" => "[upload]\nkind = \"label\"\nkinds = { image = { max_bytes = 9 } }\n\n[together.page]";
    upload_without_a_file: SHARE, "[bulk]" => "[parameters.kind]\ntype = \"String\"\nrequired = true\ndoc = \"Kind.\"\n\n[upload]\nkind = \"kind\"\nkinds = { \"a-b\" = { max_bytes = 0 } }\n\n[bulk]";
    header_of_the_client: LIST, "[parameters.label]" => "[parameters.Content-Type]\nin = \"header\"\ntype = \"String\"\nrust = \"content_type\"\ndoc = \"Type.\"\n\n[parameters.label]";
    header_that_is_no_name: LIST, "[parameters.label]" => "[parameters.\"a:b\"]\nin = \"header\"\ntype = \"String\"\nrust = \"ab\"\ndoc = \"Type.\"\n\n[parameters.label]";
}

// Where facts come from.
broken! {
    page_that_nobody_read: LIST, "language = \"en\"\nread = 2026-01-31\n" => "";
    page_with_a_source_beside: LIST, "read = 2026-01-31\n" => "read = 2026-01-31\nsource = \"peer\"\n";
    page_read_in_no_language: LIST, "language = \"en\"\n" => "";
    source_that_is_the_page: SHARE, "source = \"peer\"" => "source = \"page\"";
    code_without_a_message: LIST, "message = \"Invalid lockerIds\", " => "";
    code_from_elsewhere_without_a_meaning: SHARE, "meaning = \"Locker is open\", " => "";
}

// The answer.
broken! {
    required_in_an_optional_result: LIST, "type = \"ListVo\"\nrequired = true\n" => "type = \"ListVo\"\n";
    unknown_type: LIST, "\"LockerVo[]\"" => "\"LokerVo[]\"";
    unknown_scalar: LIST, "\"Boolean\"" => "\"Boolaen\"";
    unused_type: LIST, "[types.LockerVo]" => "[types.Spare]\ndoc = \"Spare.\"\nfields = { x = { type = \"String[]\", doc = \"X.\" } }\n\n[types.LockerVo]";
    recursive_type: LIST, "type = \"String\", id = \"OwnerId\"" => "type = \"LockerVo\", required = true";
    duplicate_field: LIST, "tags = {" => "owner = {";
    field_without_doc: LIST, ", doc = \"Marks on it.\"" => "";
    field_example_of_wrong_type: LIST, "example = \"true\"" => "example = \"yes\"";
    list_example_that_is_no_list: LIST, "'[\"red\"]'" => "'“red”'";
}

// Rust names.
broken! {
    duplicate_rust_field: LIST, "tags = {" => "tags = { rust = \"owner\",";
    duplicate_rust_constant: LIST, "[parameters.size]" => "[parameters.size]\nrust = \"label_chars\"";
    duplicate_rust_type: LIST, "type = \"Page\"" => "type = \"Locker\"";
    duplicate_constant_of_a_code: LIST, "\"System busy\"" => "\"Invalid locker ids\"";
    keyword_as_field: LIST, "tags = {" => "type = {";
    given_field_in_wrong_case: LIST, "tags = {" => "tags = { rust = \"allTags\",";
    keyword_as_given_name: LIST, "tags = {" => "tags = { rust = \"self\",";
    prelude_clash: LIST, "rust = \"Locker\"" => "rust = \"Option\"";
    clash_with_generated_type: LIST, "type = \"Page\"" => "type = \"Request\"";
    clash_with_id_type: LIST, "rust = \"Locker\"" => "rust = \"LockerId\"";
    clash_with_the_constant_of_all_codes: LIST, "\"System busy\"" => "\"Documented\"";
    invalid_identifier: LIST, "tags = {" => "2nd = {";
    wrong_case: LIST, "rust = \"Locker\"" => "rust = \"locker\"";
    rust_without_effect: LIST, "doc = \"A list of lockers.\"" => "doc = \"A list of lockers.\"\nrust = \"Lockers\"";
    payload_used_twice: LIST, "type = \"String[]\"" => "type = \"ListVo[]\"";
    id_type_in_wrong_case: API, "[ids.OwnerId]" => "[ids.owner_id]";
}

// HTTP, codes and shared facts.
broken! {
    summary_that_is_no_sentence: LIST, "Lists lockers." => "Lists lockers";
    path_without_slash: LIST, "\"/locker/list\"" => "\"locker/list\"";
    path_with_query: LIST, "\"/locker/list\"" => "\"/locker/list?size=1\"";
    unsupported_placeholder: LIST, "\"/locker/list\"" => "\"/locker/{label}/list\"";
    unknown_host: LIST, "[\"main\"]" => "[\"mian\"]";
    get_with_a_body: LIST, "\"POST\"" => "\"GET\"";
    post_without_content_type: LIST, "content_type = \"application/x-www-form-urlencoded;charset=utf-8\"\n" => "";
    unsupported_content_type: LIST, "application/x-www-form-urlencoded;charset=utf-8" => "multipart/mixed";
    duplicate_error_code: LIST, "-1 = {" => "33011 = {";
    message_without_meaning: LIST, "meaning = \"System busy\", " => "";
    duplicate_global_error: ERRORS, "code = 88\nsub_code = \"\"" => "code = 90018";
    host_with_a_path: API, "api.example.com" => "api.example.com/v1";
    envelope_field_as_list: API, "\"String\"\ndoc = \"Text for" => "\"String[]\"\ndoc = \"Text for";
    service_without_folder: API, "[services.locker]" => "[services.box]\ndoc = \"Boxes.\"\n\n[services.locker]";
    folder_without_service: API, "[services.locker]" => "[services.lockers]";
}

// The page's examples.
broken! {
    request_example_with_unknown_parameter: LIST, "&size=20" => "&sise=20";
    request_example_outside_limits: LIST, "&size=20" => "&size=200";
    path_with_a_step_up: LIST, "path = \"/locker/list\"" => "path = \"/locker/../list\"";
    wire_name_that_is_no_name: LIST, "tags = {" => "\"ta`gs\" = { rust = \"tags\",";
    link_that_breaks_the_documentation: LIST, "url = \"https://" => "url = \"https://x)[y](";
    charset_that_is_no_charset: LIST, "charset=utf-8" => "charset=ü";
    invisible_character: LIST, "Text on the door." => "Text on \\u202e the door.";
    request_example_with_an_empty_value: LIST, "&lockerIds=11,12" => "&lockerIds=";
    request_example_without_required: LIST, "&lockerIds=11,12" => "";
    response_example_is_not_json: LIST, "\"hasMore\": false," => "\"hasMore\": false;";
    response_example_of_wrong_type: LIST, "\"tags\": [\"red\"]" => "\"tags\": [\"red\", {}]";
    response_example_with_a_list_as_text: LIST, "\"tags\": [\"red\"]" => "\"tags\": \"[7]\"";
    response_example_with_objects_as_text: LIST, "\"tags\": [\"red\"]" => "\"tags\": \"[{}]\"";
    response_example_is_no_list: LIST, "[{\"owner\": \"ann\", \"tags\": [\"red\"]}]" => "true";
    response_example_with_unknown_field: LIST, "\"hasMore\": false" => "\"hasMroe\": 1, \"hasMore\": false";
    response_example_without_promised_field: LIST, "\"hasMore\": false," => "";
    response_example_is_an_error: LIST, "\"errcode\": 0" => "\"errcode\": 33011";
}

// Departures.
broken! {
    departure_of_unknown_form: LIST, "\"parameters.view.in\"" => "\"parameter.view.in\"";
    departure_about_unknown_name: LIST, "\"parameters.view.in\"" => "\"parameters.veiw.in\"";
    departure_about_a_name_elsewhere_by_another_name: LIST, "\"parameters.view.in\" = { page = \"form\", spec = \"query\"" => "\"parameters.note.name\" = { page = \"notes\", spec = \"absent\"";
    departure_about_a_name_that_the_file_has: LIST, "\"parameters.view.in\" = { page = \"form\", spec = \"query\"" => "\"parameters.view.name\" = { page = \"view\", spec = \"absent\"";
    departure_about_a_name_of_the_envelope: LIST, "\"parameters.view.in\" = { page = \"form\", spec = \"query\"" => "\"response.errmsg.name\" = { page = \"errmsg\", spec = \"absent\"";
    departure_about_unknown_key: LIST, "\"parameters.view.in\"" => "\"parameters.view.requird\"";
    departure_about_the_content_type: LIST, "\"parameters.view.in\"" => "\"content_type\"";
    departure_about_a_pair: LIST, "\"parameters.view.in\"" => "\"parameters.size.with\"";
    departure_about_codes_that_are_none: LIST, "\"parameters.view.in\"" => "\"errors.omitted\"";
    departure_about_other_fields_of_the_example: LIST, "\"parameters.view.in\"" => "\"examples.response\"";
    departure_about_the_example_of_another_page: LIST, "\"parameters.view.in\" = {" => "\"examples.response\" = { pages = [\"list\"],";
    example_in_another_form_than_the_tables_say: LIST, "\"errcode\": 0" => "\"errcode\": \"0\"";
    departure_with_equal_sides: LIST, "page = \"form\"" => "page = \"query\"";
    departure_from_another_spec: LIST, "\"parameters.view.in\"" => "\"parameters.size.max\"";
    duplicate_departure: LIST, "\"parameters.view.in\"" => "\"app_types\"";
}

// What defaults, the envelope and the credential leave to say.
broken! {
    credential_as_a_parameter: LIST, "[parameters.view]" => "[parameters.token]";
    credential_that_is_not_described: API, "[credential]\nname = \"token\"\nin = \"query\"\ndoc = \"Token of the app.\"\n" => "";
    unknown_field_of_the_envelope: LIST, "envelope = [\"errcode\", \"errmsg\"]" => "envelope = [\"errcode\", \"errmgs\"]";
    field_of_the_envelope_as_a_field: LIST, "[response.result]" => "[response.errmsg]\ntype = \"String\"\ndoc = \"Text.\"\n\n[response.result]";
    envelope_of_wrong_type_in_the_example: LIST, "\"errcode\": 0" => "\"errmsg\": [], \"errcode\": 0";
    default_with_an_unknown_host: API, "[hosts.main]" => "[defaults]\nhosts = [\"mian\"]\n\n[hosts.main]";
    unknown_permission: LIST, "notes = [\"One note.\"]" => "permissions = [\"open_lockers\"]";
    endpoint_without_hosts: LIST, "hosts = [\"main\"]\n" => "";
    page_without_an_address: LIST, "url = \"https://example.com/locker/list\"\n" => "";
}

// Limits of texts from below, and lists that may be absent.
broken! {
    unknown_limit: LIST, "max_items = 2" => "max_itmes = 2";
    limit_that_is_no_number: LIST, "max_items = 2" => "max_items = \"2\"";
    limits_without_a_limit: LIST, "limits = { max_items = 2 }" => "limits = {}";
    fewest_characters_of_a_number: LIST, "min = 1" => "min_chars = 1";
    fewest_characters_above_the_most: LIST, "max_chars = 5" => "max_chars = 5, min_chars = 6";
    fewest_characters_that_bound_nothing: LIST, "max_chars = 5" => "min_chars = 0";
    example_with_too_few_characters: LIST, "max_chars = 5" => "min_chars = 5";
    items_that_may_be_missing: SHARE, "id = \"OwnerId\"\nrequired = true\ndoc = \"The owners.\"\n\n[response.newKey]" => "id = \"OwnerId\"\ndoc = \"The owners.\"\n\n[response.newKey]";
    absence_without_a_source: LIST, "example = '[\"red\"]'" => "absent = \"empty\"";
    absence_of_what_is_no_list: LIST, "id = \"OwnerId\"" => "absent = \"empty\", source = \"peer\"";
    absence_of_a_list_that_is_sent: ORDER, "limits = { max_items = 2 }, doc" => "absent = \"empty\", source = \"peer\", doc";
    absence_of_a_required_list: LIST, "example = '[\"red\"]'" => "required = true, absent = \"empty\", source = \"peer\"";
    source_without_an_absence: LIST, "example = '[\"red\"]'" => "source = \"peer\"";
    list_beside_paging: SHARE, "[repeat]" => "list = \"list\"\n\n[repeat]";
    list_that_is_unknown: LIST, "[repeat]" => "list = \"lists\"\n\n[repeat]";
    list_that_is_none: LIST, "[repeat]" => "list = \"hasMore\"\n\n[repeat]";
    key_of_items_without_fields: SHARE, "more = \"hasMore\"" => "more = \"hasMore\"\nkey = \"id\"";
    key_that_is_unknown: LIST, "[repeat]" => "paging = { offset = \"offset\", size = \"size\", items = \"list\", more = \"hasMore\", key = \"id\" }\n\n[repeat]";
    key_that_may_be_missing: LIST, "[repeat]" => "paging = { offset = \"offset\", size = \"size\", items = \"list\", more = \"hasMore\", key = \"owner\" }\n\n[repeat]";
}

// What is undecided.
broken! {
    undecided_twice: LIST, "[repeat]" => "undecided = [\"paging\", \"paging\"]\n\n[repeat]";
    undecided_that_is_no_subject: LIST, "[repeat]" => "undecided = [\"parameters.sise.required\", \"colour\"]\n\n[repeat]";
    undecided_that_has_been_decided: LIST, "[repeat]" => "undecided = [\"summary\", \"docs\", \"errors\"]\n\n[repeat]";
    code_that_is_no_integer: LIST, "33011 = {" => "0x10 = {";
    invisible_character_in_a_name: LIST, "tags = {" => "\"ta\\u202egs\" = {";
}

#[test]
fn what_is_undecided_may_be_missing() {
    let missing = [
        (
            "summary = \"Lists lockers.\"\n",
            "undecided = [\"summary\", \"repeat\", \"docs\", \"errors\"]\n",
        ),
        ("[repeat]\nsafe = true\nreason = \"It only reads.\"\n", ""),
        ("doc = \"Text on the door.\"\n", ""),
        (", doc = \"Marks on it.\"", ""),
        ("advice = \"Check the ids.\"", ""),
    ];
    let spec = missing.iter().fold(sound(), |spec, (sound, gone)| spec.replace(LIST, sound, gone));
    assert_eq!(report(&spec.0), "");
    let (spec, _) = read(&spec.0);
    let subjects: Vec<_> = undecided(&spec).into_iter().map(|(_, subject)| subject).collect();
    assert_eq!(subjects, ["summary", "repeat", "docs", "errors"]);
}

#[test]
fn many_problems_are_counted_and_not_all_shown() {
    let keys: String =
        (0..5_000).map(|index| format!("unknown{index} = 1\n")).collect::<Vec<_>>().concat();
    let spec = sound().replace(LIST, "[repeat]", &format!("{keys}[repeat]"));
    let report = report(&spec.0);
    assert_eq!(report.matches("error: unknown key").count(), 50);
    assert!(report.ends_with("error: the spec has 5000 problems: 4950 more than shown\n"));
}

#[test]
fn a_type_of_many_lists_is_no_type() {
    let deep = format!("\"Number{}\"", "[]".repeat(20_000));
    let report = report(&sound().replace(LIST, "\"Boolean\"", &deep).0);
    assert!(report.contains("expected a name, with `[]` behind it if it is a list"), "{report}");
}

#[test]
fn a_service_cannot_have_the_name_of_a_crate() {
    let name = "[services.dingtalk_client]\ndoc = \"C.\"\n[services.locker]";
    let spec = sound().replace(API, "[services.locker]", name);
    let text = LIST_TEXT.replace("\"/locker/list\"", "\"/client/list\"");
    let report = report(&spec.with("spec/dingtalk_client/list.toml", &text).0);
    assert!(report.contains("no service can be called `dingtalk_client`"), "{report}");
}

#[test]
fn sound_spec_has_no_problem() {
    for file in [LIST, DELETE, SHARE, ORDER] {
        assert_eq!(report(&sound_with(file).0), "");
    }
}

#[test]
fn two_endpoints_with_one_path() {
    snapshot(
        "two_endpoints_with_one_path",
        &report(&sound().with("spec/locker/all.toml", LIST_TEXT).0),
    );
}

#[test]
fn endpoint_with_the_name_of_a_split() {
    let spec = sound_with(SHARE).with("spec/locker/share_bulk.toml", DELETE_TEXT);
    snapshot("endpoint_with_the_name_of_a_split", &report(&spec.0));
}

#[test]
fn empty_folder() {
    let sources = Sources { root: "spec".to_owned(), ..Sources::default() };
    snapshot("empty_folder", &report(&sources));
}

#[test]
fn misplaced_files() {
    let spec = sound()
        .with("spec/list.toml", LIST_TEXT)
        .with("spec/locker/list.yaml", "")
        .with("spec/locker/old/list.toml", LIST_TEXT);
    snapshot("misplaced_files", &report(&spec.0));
}

#[test]
fn names_that_rust_or_the_client_has_taken() {
    let mut spec = sound().replace(
        API,
        "[services.locker]",
        "[services.send]\ndoc = \"S.\"\n[services.type]\ndoc = \"T.\"\n[services.locker]",
    );
    for (index, path) in ["send/a.toml", "type/listAll.toml", "locker/new.toml", "locker/move.toml"]
        .iter()
        .enumerate()
    {
        let text = LIST_TEXT.replace("\"/locker/list\"", &format!("\"/{index}\""));
        spec = spec.with(&format!("spec/{path}"), &text);
    }
    snapshot("names_that_rust_or_the_client_has_taken", &report(&spec.0));
}

#[test]
fn not_utf8() {
    let mut spec = sound().0;
    spec.files[2].bytes[40] = 0xff;
    snapshot("not_utf8", &report(&spec));
}

#[test]
fn several_problems_in_one_run() {
    let spec = sound()
        .replace(ERRORS, "class = \"throttled\"", "class = \"throtled\"")
        .replace(LIST, "max_items = 2", "max_items = 0")
        .replace(LIST, "min = 1,", "min = 101,")
        .replace(LIST, "\"LockerVo[]\"", "\"LokerVo[]\"");
    snapshot("several_problems_in_one_run", &report(&spec.0));
}

/// Otherwise the limit of a kind that is misspelt would silently go.
#[test]
fn a_limited_kind_of_file_is_a_value_of_its_parameter() {
    let uploading = |kinds: &str| {
        let parameters = format!(
            "[parameters.kind]\ntype = \"String\"\nrequired = true\nvalues = [\"image\", \"voice\"]\ndoc = \"Kind.\"\n\n\
             [parameters.media]\ntype = \"File\"\nrequired = true\ndoc = \"File.\"\n\n\
             [upload]\nkind = \"kind\"\nkinds = {{ {kinds} }}\n\n[errors]"
        );
        let spec = sound_with(DELETE)
            .replace(DELETE, "method = \"GET\"", "content_type = \"multipart/form-data\"")
            .replace(DELETE, "[errors]", &parameters)
            .replace(DELETE, "lockerId=11", "lockerId=11&kind=image&media=a.png");
        report(&spec.0)
    };
    assert_eq!(uploading("image = { max_bytes = 9 }, voice = { max_bytes = 9 }"), "");
    let wrong = uploading("vioce = { max_bytes = 9 }, paper = { max_bytes = 9 }");
    snapshot("a_limited_kind_of_file_is_a_value_of_its_parameter", &wrong);
}

#[test]
fn endpoints_can_share_an_enum() {
    assert_eq!(report(&sharing().0), "");
}

#[test]
fn enum_of_the_service_and_of_the_file() {
    let own = "[enums.State.values]\nShut = { value = 1 }\n\n[examples]";
    let spec = sharing().replace(ORDER, "[examples]", own);
    snapshot("enum_of_the_service_and_of_the_file", &report(&spec.0));
}

#[test]
fn enum_of_the_service_for_one_endpoint() {
    let more = "[enums.Unused.values]\nOne = { value = 1 }\n\n[enums.State.values]";
    let spec = sharing().replace(ENUMS, "[enums.State.values]", more).replace(
        ORDER,
        "enum = \"State\"",
        "values = [1]",
    );
    snapshot("enum_of_the_service_for_one_endpoint", &report(&spec.0));
}

/// A mistake in it is reported once, however many have it, and a misspelt use is the only mistake.
#[test]
fn enum_of_the_service_with_wrong_names() {
    let spec = sharing()
        .replace(ENUMS, "Closed", "closed")
        .replace(ENUMS, "[enums.State.values]", "[enums.Limits.values]")
        .replace(ORDER, "enum = \"State\"", "enum = \"Limits\"")
        .replace(REORDER, "enum = \"State\"", "enum = \"Limit\"");
    snapshot("enum_of_the_service_with_wrong_names", &report(&spec.0));
}

#[test]
fn broken_enums_cause_no_noise() {
    let spec = sharing().replace(ENUMS, "value = 1", "value =");
    snapshot("broken_enums_cause_no_noise", &report(&spec.0));
}

/// What rests on a broken file is not held against the files that are sound.
#[test]
fn broken_api_causes_no_noise() {
    let spec = sound().replace(API, "[ids.OwnerId]", "[ids.OwnerId");
    snapshot("broken_api_causes_no_noise", &report(&spec.0));
}

#[test]
fn missing_spec_folder_is_a_plain_error() {
    let error = load(Path::new("no/such/spec")).unwrap_err();
    assert_eq!(error.to_string(), "cannot list no/such/spec");
}

#[test]
fn committed_spec_has_no_problem() {
    assert_eq!(report(&load(&committed()).unwrap()), "");
}

#[test]
fn garbage_never_panics() {
    let Spec(sound) = sound();
    // xorshift with a fixed seed: the same garbage in every run.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % 0xffff_ffff).unwrap() % below
    };
    for file in 0..sound.files.len() {
        let length = sound.files[file].bytes.len();
        for cut in (0..length).step_by(11) {
            let mut spec = sound.clone();
            spec.files[file].bytes.truncate(cut);
            report(&spec);
        }
        for _ in 0..300 {
            let mut spec = sound.clone();
            for _ in 0..3 {
                // Mostly ASCII, or hardly any text would be left to look at.
                let most = if random(16) == 0 { 256 } else { 128 };
                let (position, byte) = (random(length), random(most));
                spec.files[file].bytes[position] = u8::try_from(byte).unwrap();
            }
            report(&spec);
        }
    }
}

struct Spec(Sources);

fn sound() -> Spec {
    let files = [(API, API_TEXT), (ERRORS, ERRORS_TEXT), (LIST, LIST_TEXT)];
    let spec = Spec(Sources { root: "spec".to_owned(), ..Sources::default() });
    files.into_iter().fold(spec, |spec, (path, text)| spec.with(path, text))
}

/// Returns the sound spec, and the file that a case is about if it does not hold it.
fn sound_with(file: &str) -> Spec {
    match file {
        DELETE => sound().with(DELETE, DELETE_TEXT),
        SHARE => sound().with(SHARE, SHARE_TEXT),
        ORDER => sound().with(ORDER, ORDER_TEXT),
        _ => sound(),
    }
}

/// Returns a sound spec with two endpoints that share an enum.
fn sharing() -> Spec {
    let (order, shared) = ORDER_TEXT.split_at(ORDER_TEXT.find("[enums.").unwrap());
    sound()
        .with(ENUMS, shared)
        .with(ORDER, order)
        .with(REORDER, &order.replace("\"/locker/order\"", "\"/locker/reorder\""))
}

impl Spec {
    fn with(mut self, path: &str, text: &str) -> Self {
        self.0.files.push(SourceFile { path: path.to_owned(), bytes: text.into() });
        self.0.files.sort_by(|a, b| a.path.cmp(&b.path));
        self
    }

    fn replace(mut self, path: &str, sound: &str, broken: &str) -> Self {
        let file = self.0.files.iter_mut().find(|file| file.path == path).unwrap();
        let text = file.text().unwrap();
        assert!(text.contains(sound), "{path} does not contain {sound:?}");
        file.bytes = text.replacen(sound, broken, 1).into();
        self
    }
}

fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec").canonicalize().unwrap()
}

fn report(sources: &Sources) -> String {
    let (spec, mut problems) = read(sources);
    problems.extend(check(&spec, sources));
    render(&problems, sources, Colour::Never)
}

fn snapshot(name: &str, report: &str) {
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(name, report);
    });
}
