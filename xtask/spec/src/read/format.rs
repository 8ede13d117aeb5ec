//! The format of the specification as data: every table, every key, once.
//!
//! The reader finds unknown, missing and ill-typed keys with it, and
//! `tests/it/spec_format.rs` holds `spec/README.md` against it.

use strum::VariantNames as _;

use crate::read::schema::{Key, Kind, Table};
use crate::spec::{Absent, AppType, Encoding, ErrorClass, Evidence, Language, Method, Need, Place};

/// The roots: one table per kind of file.
pub const FILES: [&Table; 4] = [&API, &ERRORS, &ENUMS, &ENDPOINT];

pub static API: Table = Table {
    name: "api.toml",
    keys: &[
        optional("defaults", Kind::Table(&DEFAULTS), "What files of endpoints can leave out."),
        required("hosts", Kind::Named(&HOST), "The sites that serve the API."),
        optional("credential", Kind::Table(&CREDENTIAL), "The parameter that authorises calls."),
        required("envelope", Kind::Named(&ENVELOPE), "The fields around every answer."),
        optional("permissions", Kind::Named(&PERMISSION), "What apps can be granted."),
        optional("ids", Kind::Named(&ID), "The types of identifiers."),
        required("services", Kind::Named(&SERVICE), "The folders beside this file."),
    ],
};

pub static DEFAULTS: Table = Table {
    name: "[defaults]",
    keys: &[METHOD, HOSTS, CONTENT_TYPE, APP_TYPES, HAS_CREDENTIAL, LISTED_ENVELOPE],
};

pub static HOST: Table = Table {
    name: "[hosts.NAME]",
    keys: &[
        required("url", Kind::Text, "Scheme and host, without a path."),
        required("doc", Kind::Text, "What the site is."),
    ],
};

pub static CREDENTIAL: Table = Table {
    name: "[credential]",
    keys: &[
        required("name", Kind::Text, "Wire name of the parameter."),
        required("in", Kind::Choice(&["query", "form"]), "Where the transport puts it."),
        required("doc", Kind::Text, "What it is."),
    ],
};

pub static ENVELOPE: Table = Table {
    name: "[envelope.NAME]",
    keys: &[
        required("type", Kind::Type, "`Number` or `String`."),
        required("doc", Kind::Text, "What the field tells."),
    ],
};

pub static PERMISSION: Table = Table {
    name: "[permissions.NAME]",
    keys: &[required("doc", Kind::Text, "What the permission allows.")],
};

pub static ID: Table = Table {
    name: "[ids.NAME]",
    keys: &[
        required("type", Kind::Type, "`Number` or `String`."),
        required("doc", Kind::Text, "What it identifies."),
    ],
};

pub static SERVICE: Table = Table {
    name: "[services.NAME]",
    keys: &[optional("doc", Kind::Text, "What the service's endpoints are about.")],
};

pub static ERRORS: Table = Table {
    name: "errors.toml",
    keys: &[required("errors", Kind::Named(&GLOBAL_ERROR), "The codes.")],
};

pub static GLOBAL_ERROR: Table = Table {
    name: "[errors.NAME]",
    keys: &[
        required("code", Kind::Integer, "The value of `errcode`."),
        optional("sub_code", Kind::AnyText, "The entry is for this `sub_code` only."),
        required("class", CLASS, "What clients decide by."),
        required("meaning", Kind::Text, "What the code says, in our words."),
        required("advice", Kind::Text, "What to do about it."),
        optional("retry", Kind::Boolean, "Whether to repeat the same call after a wait."),
        required("source", Kind::Choice(Evidence::VARIANTS), "How we know."),
    ],
};

pub static ENUMS: Table = Table {
    name: "SERVICE/enums.toml",
    keys: &[required("enums", Kind::Named(&ENUM), "Enums that several endpoints have.")],
};

pub static ENDPOINT: Table = Table {
    name: "SERVICE/METHOD.toml",
    keys: &[
        optional("summary", Kind::Text, "One sentence on what the call does."),
        required("path", Kind::Text, "Path of the URL, from the first `/`."),
        METHOD,
        HOSTS,
        CONTENT_TYPE,
        APP_TYPES,
        HAS_CREDENTIAL,
        LISTED_ENVELOPE,
        optional("permissions", Kind::Texts, "What the app has to be granted."),
        optional("preconditions", Kind::Texts, "What has to hold before the call."),
        optional("notes", Kind::Texts, "What else a caller should know."),
        optional("undecided", Kind::Texts, "What nobody has decided on yet."),
        required("pages", Kind::Tables(&PAGE), "Where every fact of the file comes from."),
        optional("repeat", Kind::Table(&REPEAT), "Whether the call may be repeated."),
        optional("parameters", Kind::Named(&PARAMETER), "What the call sends."),
        optional("together", Kind::Named(&TOGETHER), "Parameters that need each other."),
        optional("either", Kind::Named(&EITHER), "Parameters of which some have to be sent."),
        optional("span", Kind::Named(&SPAN), "Two dates that may lie only so far apart."),
        optional("paging", Kind::Table(&PAGING), "How its list is read page by page."),
        optional("bulk", Kind::Table(&BULK), "How a call of any size becomes several."),
        optional("signature", Kind::Table(&SIGNATURE), "How a call is signed."),
        optional("upload", Kind::Table(&UPLOAD), "How large its file can be."),
        optional("list", Kind::Text, "The list that the call is about."),
        optional("response", Kind::Named(&RESPONSE), "The fields of the answer."),
        optional("types", Kind::Named(&OBJECT), "The objects of request and answer."),
        optional("enums", Kind::Named(&ENUM), "Names for the values that the page lists."),
        optional("errors", Kind::Numbered(&ERROR), "The codes of this endpoint."),
        required("examples", Kind::Table(&EXAMPLES), "The page's own examples."),
        optional("departures", Kind::Named(&DEPARTURE), "Where file and page differ, and why."),
    ],
};

pub static PAGE: Table = Table {
    name: "[[pages]]",
    keys: &[
        optional("url", Kind::Text, "Link to the page."),
        optional("language", Kind::Choice(Language::VARIANTS), "Language of the page."),
        optional("changed", Kind::Date, "The day of the page's last change, as 2026-01-31."),
        optional("read", Kind::Date, "The day on which someone read it, as 2026-01-31."),
        optional("source", ELSEWHERE, "Where the facts come from if nobody has read it."),
    ],
};

pub static REPEAT: Table = Table {
    name: "[repeat]",
    keys: &[
        required("safe", Kind::Boolean, "Whether a second, equal call changes nothing more."),
        required("reason", Kind::Text, "Why."),
        optional("done_code", Kind::Integer, "The code that says that the work is done already."),
    ],
};

pub static PARAMETER: Table = Table {
    name: "[parameters.NAME]",
    keys: &[
        optional("in", Kind::Choice(Place::VARIANTS), "Where the call sends it."),
        required("type", Kind::Type, "A scalar; in JSON also a list or an object."),
        optional("separator", Kind::Text, "Joins the items of a list within a `String`."),
        optional("items", Kind::Type, "Type of the items of a joined list."),
        optional("encoding", Kind::Choice(Encoding::VARIANTS), "A text that holds it as JSON."),
        FIELD_ID,
        FIELD_SECRET,
        optional("required", Kind::Boolean, "Whether every call has to send it."),
        DEFAULT,
        LIMITS,
        VALUES,
        NAMED_VALUES,
        EXAMPLE,
        FIELD_RUST,
        FACT_PAGES,
        FIELD_DOC,
    ],
};

pub static TOGETHER: Table = Table {
    name: "[together.NAME]",
    keys: &[
        required("type", Kind::Text, "Name of the Rust type of the group."),
        required("members", Kind::Texts, "Wire names of the parameters."),
        optional("doc", Kind::Text, "What the group is."),
    ],
};

pub static EITHER: Table = Table {
    name: "[either.NAME]",
    keys: &[
        WITHIN,
        required("members", Kind::Texts, "Wire names of the parameters or fields."),
        required("need", Kind::Choice(Need::VARIANTS), "How many of them have to be sent."),
    ],
};

pub static SPAN: Table = Table {
    name: "[span.NAME]",
    keys: &[
        WITHIN,
        required("from", Kind::Text, "The earlier date."),
        required("to", Kind::Text, "The later date."),
        required("max_days", Kind::Integer, "How many days apart they may be."),
    ],
};

pub static PAGING: Table = Table {
    name: "[paging]",
    keys: &[
        optional("offset", Kind::Text, "The parameter that says how many items to skip."),
        optional("cursor", Kind::Text, "The parameter that says which page follows."),
        optional("page", Kind::Text, "The parameter that holds the number of the page."),
        optional("first", Kind::Literal, "The `cursor` or `page` of the first page."),
        optional("size", Kind::Text, "The parameter that says how many items a page holds."),
        required("items", Kind::Text, "The field that holds the list."),
        optional("more", Kind::Text, "The field that says whether another page follows."),
        optional("next", Kind::Text, "The field that holds the cursor of the next page."),
        optional("total", Kind::Text, "The field that says how many items all pages hold."),
        optional("key", Kind::Text, "The field of the items by which they are told apart."),
    ],
};

pub static BULK: Table = Table {
    name: "[bulk]",
    keys: &[required("split", Kind::Texts, "The two lists that are split.")],
};

pub static SIGNATURE: Table = Table {
    name: "[signature]",
    keys: &[
        required("timestamp", Kind::Text, "The parameter that says when it was signed."),
        required("value", Kind::Text, "The parameter that holds the signature."),
        optional("over", Kind::Text, "What is signed behind the timestamp."),
    ],
};

pub static UPLOAD: Table = Table {
    name: "[upload]",
    keys: &[
        required("kind", Kind::Text, "The parameter that says what kind of file it is."),
        required("kinds", Kind::Named(&UPLOAD_KIND), "The kinds of files."),
    ],
};

pub static UPLOAD_KIND: Table = Table {
    name: "[upload.kinds.NAME]",
    keys: &[required("max_bytes", Kind::Integer, "The most bytes of a file of the kind.")],
};

pub static RESPONSE: Table = Table {
    name: "[response.NAME]",
    keys: &[
        FIELD_TYPE,
        FIELD_ID,
        FIELD_SECRET,
        FIELD_REQUIRED,
        FIELD_ABSENT,
        FIELD_SOURCE,
        VALUES,
        NAMED_VALUES,
        EXAMPLE,
        FIELD_RUST,
        FACT_PAGES,
        FIELD_DOC,
    ],
};

pub static OBJECT: Table = Table {
    name: "[types.NAME]",
    keys: &[
        optional("rust", Kind::Text, "Name of the Rust type."),
        optional("doc", Kind::AnyText, "What the object is."),
        required("fields", Kind::Named(&FIELD), "The fields of the object."),
    ],
};

pub static FIELD: Table = Table {
    name: "[types.NAME.fields.FIELD]",
    keys: &[
        FIELD_TYPE,
        FIELD_ID,
        FIELD_SECRET,
        FIELD_REQUIRED,
        FIELD_ABSENT,
        FIELD_SOURCE,
        DEFAULT,
        LIMITS,
        VALUES,
        NAMED_VALUES,
        EXAMPLE,
        FIELD_RUST,
        FACT_PAGES,
        FIELD_DOC,
    ],
};

pub static ENUM: Table = Table {
    name: "[enums.NAME]",
    keys: &[
        optional("doc", Kind::Text, "What the values are about."),
        required("values", Kind::Named(&VARIANT), "The values with their names."),
    ],
};

pub static VARIANT: Table = Table {
    name: "[enums.NAME.values.VARIANT]",
    keys: &[
        required("value", Kind::Literal, "The value on the wire."),
        optional("doc", Kind::Text, "What it means."),
    ],
};

pub static ERROR: Table = Table {
    name: "[errors.CODE]",
    keys: &[
        optional("message", Kind::Text, "The message, as printed on the page."),
        optional("message_zh", Kind::Text, "The message of the Chinese page."),
        optional("meaning", Kind::Text, "The message in English, where the page's is not."),
        optional("advice", Kind::Text, "What to do about it."),
        optional("retry", Kind::Boolean, "Whether the page says to try again."),
        optional("class", CLASS, "What clients decide by."),
        optional("source", ELSEWHERE, "How we know of a code that the page does not list."),
        optional("rust", Kind::Text, "Name of the Rust constant."),
    ],
};

pub static EXAMPLES: Table = Table {
    name: "[examples]",
    keys: &[
        required("request", Kind::AnyText, "The data of the page's sample: pairs or JSON."),
        required("response", Kind::Text, "The page's answer, as JSON."),
        optional("made", Kind::Choices(&["request", "response"]), "What is none of the page's."),
    ],
};

pub static DEPARTURE: Table = Table {
    name: "[departures.SUBJECT]",
    keys: &[
        required("page", Kind::AnyText, "What the page prints."),
        required("spec", Kind::AnyText, "What this file says."),
        FACT_PAGES,
        required("reason", Kind::Text, "Why."),
    ],
};

const METHOD: Key = optional("method", Kind::Choice(Method::VARIANTS), "HTTP method.");
const HOSTS: Key = optional("hosts", Kind::Texts, "Names of the hosts that serve it.");
const CONTENT_TYPE: Key = optional("content_type", Kind::Text, "Content type of the body.");
const APP_TYPES: Key =
    optional("app_types", Kind::AnyChoices(AppType::VARIANTS), "The apps that may call it.");
const HAS_CREDENTIAL: Key =
    optional("credential", Kind::Boolean, "Whether the call carries the credential.");
const LISTED_ENVELOPE: Key =
    optional("envelope", Kind::AnyTexts, "The fields of the envelope that the page lists.");

const WITHIN: Key =
    optional("object", Kind::Text, "The object whose fields they are, if they are no parameters.");

const FIELD_TYPE: Key =
    required("type", Kind::Type, "A scalar or a type of the file, with `[]` if a list.");
const FIELD_ID: Key = optional("id", Kind::Text, "The id type that it carries.");
const FIELD_SECRET: Key = optional("secret", Kind::Boolean, "Whether nothing may show it.");
const FIELD_REQUIRED: Key =
    optional("required", Kind::Boolean, "Whether every object or answer has it.");
const FIELD_ABSENT: Key =
    optional("absent", Kind::Choice(Absent::VARIANTS), "What it means that a list is missing.");
const FIELD_SOURCE: Key = optional("source", ELSEWHERE, "How we know what its absence means.");
const DEFAULT: Key =
    optional("default", Kind::Literal, "What the service takes if it is not sent.");
const LIMITS: Key = optional("limits", Kind::Limits, "What the service refuses to take.");
const VALUES: Key = optional("values", Kind::Literals, "The values that the page lists.");
const NAMED_VALUES: Key = optional("enum", Kind::Text, "The names of the values.");
const EXAMPLE: Key = optional("example", Kind::Text, "The page's example value.");
const FIELD_RUST: Key = optional("rust", Kind::Text, "Name of the Rust field.");
const FACT_PAGES: Key = optional("pages", Kind::Texts, "The pages that have it, if not all do.");
const FIELD_DOC: Key = optional("doc", Kind::AnyText, "What it is.");

/// How we know what an endpoint's own page does not say.
const ELSEWHERE: Kind = Kind::Choice(&["vendor", "probe", "peer"]);

const CLASS: Kind = Kind::Choice(ErrorClass::VARIANTS);

const fn required(name: &'static str, kind: Kind, meaning: &'static str) -> Key {
    Key { name, kind, required: true, meaning }
}

const fn optional(name: &'static str, kind: Kind, meaning: &'static str) -> Key {
    Key { name, kind, required: false, meaning }
}
