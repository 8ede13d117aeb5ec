//! Every kind of problem that a spec can have, one small report each.
//!
//! Each case takes a sound spec and breaks one thing in it. The snapshots are the reports.

use std::path::{Path, PathBuf};

use xtask::check::check;
use xtask::diagnostic::{Colour, render};
use xtask::load::{SourceFile, Sources, load};
use xtask::read::read;

const API: &str = "spec/api.toml";
const ERRORS: &str = "spec/errors.toml";
const LIST: &str = "spec/locker/list.toml";

/// A sound spec, small and complete.
const API_TEXT: &str = include_str!("diagnostics/api.toml");
const ERRORS_TEXT: &str = include_str!("diagnostics/errors.toml");
const LIST_TEXT: &str = include_str!("diagnostics/locker/list.toml");

/// `name: FILE, "what the sound spec says" => "what it says instead";`
macro_rules! broken {
    ($($name:ident: $file:ident, $sound:literal => $broken:literal;)*) => {$(
        #[test]
        fn $name() {
            let report = report(&sound().replace($file, $sound, $broken).0);
            snapshot(stringify!($name), &report);
        }
    )*};
}

// What a file may hold.
broken! {
    toml_syntax: LIST, "method = \"POST\"" => "method = POST\nhost = local";
    unclosed_bracket: LIST, "hosts = [\"main\"]" => "hosts = [\"main\"";
    duplicate_key: LIST, "method = \"POST\"" => "method = \"POST\"\nmethod = \"GET\"";
    unknown_key: LIST, "max_items = 2" => "max_item = 2";
    unknown_key_without_a_neighbour: API, "doc = \"Lockers.\"" => "doc = \"Lockers.\"\ncolour = 1";
    unknown_table: LIST, "[[together]]" => "[[togeter]]";
    wrong_value_type: LIST, "min = 1\n" => "min = \"1\"\n";
    wrong_item_type: LIST, "hosts = [\"main\"]" => "hosts = [\"main\", 2]";
    table_instead_of_tables: LIST, "[[together]]" => "[together]";
    date_in_quotes: LIST, "2026-01-31" => "\"2026-01-31\"";
    number_out_of_range: LIST, "max = 100" => "max = 9223372036854775808";
    unknown_choice: LIST, "\"internal\"" => "\"intern\"";
    malformed_type: LIST, "\"String[]\"" => "\"String[][]\"";
    missing_key: LIST, "doc = \"The floors.\"" => "";
    missing_key_of_a_file: LIST, "summary = \"Lists lockers.\"" => "";
    missing_table: LIST, "[repeat]\nsafe = true\nreason = \"It only reads.\"\n" => "";
    missing_source: LIST, "[page]\nurl = \"https://example.com/locker/list\"\nlanguage = \"en\"\nread = 2026-01-31\n" => "";
    source_without_link: LIST, "https://example.com/locker/list" => "URL";
    empty_text: LIST, "\"It only reads.\"" => "\" \"";
    empty_list: LIST, "notes = [\"One note.\"]" => "notes = []";
}

// Parameters.
broken! {
    duplicate_parameter: LIST, "name = \"floors\"" => "name = \"label\"";
    object_as_parameter: LIST, "type = \"Number\"\nrequired = false\ndoc = \"Lockers to skip.\"" => "type = \"Nubmer\"\nrequired = false\ndoc = \"Lockers to skip.\"";
    list_as_parameter: LIST, "type = \"String\"\nrequired = false\nmax_chars" => "type = \"String[]\"\nrequired = false\nmax_chars";
    limit_on_a_type_without_one: LIST, "max_chars = 5" => "max = 5";
    max_items_without_a_list: LIST, "max_chars = 5" => "max_items = 5";
    max_chars_on_a_list: LIST, "max_items = 2" => "max_chars = 2";
    min_above_max: LIST, "min = 1\n" => "min = 101\n";
    limit_of_zero: LIST, "max_items = 2" => "max_items = 0";
    default_outside_limits: LIST, "default = 20" => "default = 200";
    default_of_wrong_type: LIST, "default = 20" => "default = \"20\"";
    default_on_required: LIST, "required = false\ndefault" => "required = true\ndefault";
    example_outside_limits: LIST, "example = \"blue\"" => "example = \"purple\"";
    example_of_wrong_type: LIST, "min = 1\n" => "min = 1\nexample = \"twenty\"\n";
    example_with_too_many_items: LIST, "example = \"11,12\"" => "example = \"11,12,13\"";
    example_with_an_empty_item: LIST, "example = \"11,12\"" => "example = \"11,\"";
    example_item_of_wrong_type: LIST, "example = \"11,12\"" => "example = \"11,b\"";
    unsupported_separator: LIST, "separator = \",\"\nid" => "separator = \";\"\nid";
    separator_on_a_number: LIST, "type = \"Number\"\nrequired = false\ndoc" => "type = \"Number\"\nseparator = \",\"\nrequired = false\ndoc";
    items_without_separator: LIST, "separator = \",\"\nitems" => "items";
    items_beside_id: LIST, "id = \"LockerId\"" => "id = \"LockerId\"\nitems = \"Number\"";
    unknown_id: LIST, "id = \"LockerId\"" => "id = \"LokerId\"";
    id_of_another_type: LIST, "id = \"OwnerId\"" => "id = \"LockerId\"";
    credential_in_another_place: LIST, "in = \"query\"" => "in = \"form\"";
    unknown_member: LIST, "\"offset\", \"size\"" => "\"ofset\", \"size\"";
    required_member: LIST, "\"offset\", \"size\"" => "\"offset\", \"lockerIds\"";
    single_member: LIST, "\"offset\", \"size\"" => "\"offset\"";
    credential_as_member: LIST, "\"offset\", \"size\"" => "\"offset\", \"token\"";
    member_of_two_groups: LIST, "[[together]]" => "[[together]]\nname = \"view\"\ntype = \"View\"\nmembers = [\"label\", \"size\"]\ndoc = \"View.\"\n\n[[together]]";
}

// The answer.
broken! {
    unknown_type: LIST, "\"LockerVo[]\"" => "\"LokerVo[]\"";
    unknown_scalar: LIST, "\"Boolean\"" => "\"Bool\"";
    unused_type: LIST, "[types.LockerVo]" => "[types.Spare]\ndoc = \"Spare.\"\n\n[[types.Spare.fields]]\nname = \"x\"\ntype = \"String[]\"\ndoc = \"X.\"\n\n[types.LockerVo]";
    recursive_type: LIST, "\"String\"\nid = \"OwnerId\"" => "\"LockerVo\"";
    duplicate_field: LIST, "name = \"tags\"" => "name = \"owner\"";
    field_without_doc: LIST, "doc = \"Marks on it.\"" => "";
    field_without_optional: LIST, "optional = true\n" => "";
    optional_list: LIST, "type = \"String[]\"" => "type = \"String[]\"\noptional = true";
    envelope_field_of_another_type: LIST, "type = \"Number\"\n\n[[response]]" => "type = \"String\"\n\n[[response]]";
    envelope_field_with_doc: LIST, "name = \"errmsg\"\n" => "name = \"errmsg\"\ndoc = \"Text.\"\n";
    response_without_errcode: LIST, "name = \"errcode\"" => "name = \"code\"\noptional = true\ndoc = \"Code.\"";
    field_example_of_wrong_type: LIST, "example = \"true\"" => "example = \"yes\"";
    list_example_that_is_no_list: LIST, "'[\"red\"]'" => "'“red”'";
}

// Rust names.
broken! {
    duplicate_rust_field: LIST, "name = \"tags\"" => "name = \"tags\"\nrust = \"owner\"";
    duplicate_rust_constant: LIST, "name = \"size\"" => "name = \"size\"\nrust = \"label_chars\"";
    duplicate_rust_type: LIST, "type = \"Page\"" => "type = \"Locker\"";
    duplicate_rust_variant: LIST, "\"System busy\"" => "\"Invalid locker ids\"";
    keyword_as_field: LIST, "name = \"tags\"" => "name = \"type\"";
    keyword_as_given_name: LIST, "name = \"tags\"" => "name = \"tags\"\nrust = \"self\"";
    prelude_clash: LIST, "rust = \"Locker\"" => "rust = \"Option\"";
    clash_with_generated_type: LIST, "type = \"Page\"" => "type = \"Request\"";
    clash_with_id_type: LIST, "rust = \"Locker\"" => "rust = \"LockerId\"";
    clash_with_open_variant: LIST, "\"System busy\"" => "\"Other\"";
    invalid_identifier: LIST, "name = \"tags\"" => "name = \"2nd\"";
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
    unknown_placeholder: LIST, "\"/locker/list\"" => "\"/locker/{lockerId}/list\"";
    unsupported_placeholder: LIST, "\"/locker/list\"" => "\"/locker/{label}/list\"";
    unknown_host: LIST, "[\"main\"]" => "[\"mian\"]";
    get_with_a_body: LIST, "\"POST\"" => "\"GET\"";
    post_without_content_type: LIST, "content_type = \"application/x-www-form-urlencoded;charset=utf-8\"\n" => "";
    unsupported_content_type: LIST, "application/x-www-form-urlencoded;charset=utf-8" => "application/json";
    duplicate_error_code: LIST, "code = -1" => "code = 33011";
    message_without_meaning: LIST, "meaning = \"System busy\"\n" => "";
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
    wire_name_that_is_no_name: LIST, "name = \"tags\"" => "name = \"ta`gs\"\nrust = \"tags\"";
    link_that_breaks_the_documentation: LIST, "url = \"https://" => "url = \"https://x)[y](";
    charset_that_is_no_charset: LIST, "charset=utf-8" => "charset=ü";
    invisible_character: LIST, "Text on the door." => "Text on \\u202e the door.";
    request_example_with_an_empty_value: LIST, "&lockerIds=11,12" => "&lockerIds=";
    request_example_without_required: LIST, "&lockerIds=11,12" => "";
    response_example_is_not_json: LIST, "\"hasMore\": false," => "\"hasMore\": false;";
    response_example_of_wrong_type: LIST, "\"tags\": [\"red\"]" => "\"tags\": [\"red\", 7]";
    response_example_is_no_list: LIST, "[{\"owner\": \"ann\", \"tags\": [\"red\"]}]" => "{}";
    response_example_with_unknown_field: LIST, "\"hasMore\": false" => "\"hasMroe\": 1, \"hasMore\": false";
    response_example_without_promised_field: LIST, "\"hasMore\": false," => "";
    response_example_is_an_error: LIST, "\"errcode\": \"0\"" => "\"errcode\": 33011";
}

// Departures.
broken! {
    departure_of_unknown_form: LIST, "\"examples.request.token\"" => "\"example.request.token\"";
    departure_about_unknown_name: LIST, "\"examples.request.token\"" => "\"examples.request.tokn\"";
    departure_about_unknown_key: LIST, "\"examples.request.token\"" => "\"parameters.token.requird\"";
    departure_with_equal_sides: LIST, "page = \"form\"" => "page = \"query\"";
    departure_that_no_longer_applies: LIST, "\"errcode\": \"0\"" => "\"errcode\": 0";
    departure_from_a_present_field: LIST, "\"errcode\": \"0\"," => "\"errcode\": \"0\", \"errmsg\": \"ok\",";
    departure_from_another_spec: LIST, "subject = \"examples.request.token\"" => "subject = \"parameters.size.max\"";
    departure_that_puts_nothing_right: LIST, "spec = \"0\"" => "spec = \"zero\"";
    duplicate_departure: LIST, "\"examples.response.errcode\"" => "\"examples.response.errmsg\"";
    missing_departure_for_the_token: LIST, "[[departures]]\nsubject = \"examples.request.token\"\npage = \"form\"\nspec = \"query\"\nreason = \"The sample differs from the table.\"\n" => "";
    missing_departure_for_errcode: LIST, "[[departures]]\nsubject = \"examples.response.errcode\"\npage = \"\\\"0\\\"\"\nspec = \"0\"\nreason = \"Printed as a string.\"\n" => "";
    missing_departure_for_errmsg: LIST, "[[departures]]\nsubject = \"examples.response.errmsg\"\npage = \"absent\"\nspec = \"optional\"\nreason = \"The example lacks it.\"\n" => "";
}

#[test]
fn sound_spec_has_no_problem() {
    assert_eq!(report(&sound().0), "");
}

#[test]
fn two_endpoints_with_one_path() {
    snapshot(
        "two_endpoints_with_one_path",
        &report(&sound().with("spec/locker/all.toml", LIST_TEXT).0),
    );
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
fn empty_folders() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("spec");
    std::fs::create_dir_all(spec.join("locker")).unwrap();
    snapshot("empty_folders", &report(&load(&spec).unwrap()));
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
        .replace(LIST, "min = 1\n", "min = 101\n")
        .replace(LIST, "\"LockerVo[]\"", "\"LokerVo[]\"");
    snapshot("several_problems_in_one_run", &report(&spec.0));
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
    let sound = load(&committed()).unwrap();
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
        for cut in (0..length).step_by(37) {
            let mut spec = sound.clone();
            spec.files[file].bytes.truncate(cut);
            report(&spec);
        }
        for _ in 0..60 {
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
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec").canonicalize().unwrap()
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
