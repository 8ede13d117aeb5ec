//! What a change of each key of the spec's format means for callers.
//!
//! Facts that a page prints are judged with those of pages, and names and types by what they come
//! to in Rust. What stands here is the rest, and what remains where those find nothing.

use crate::compare::{Kind, Verdict};
use xtask_spec::read::format as f;
use xtask_spec::read::schema::Table;
use xtask_spec::spec::LimitKind;

/// What follows from a key that changes, or from a table that is added or removed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    /// Whether facts of pages and the Rust that comes of the spec are asked first.
    pub(crate) told_elsewhere: bool,
    pub(crate) verdict: Verdict,
    pub(crate) consequence: &'static str,
}

/// The rule for a key of a table. `None` for a key that nobody has judged yet.
pub(crate) fn key(table: &str, key: &str, kind: Kind) -> Option<Rule> {
    let (_, rules) = KEYS.iter().find(|(it, _)| it.name == table)?;
    if LimitKind::of_key(key).is_some() && rules.iter().any(|(keys, _)| keys.contains(&"limits")) {
        return Some(NOTHING);
    }
    let (_, rule) = rules.iter().find(|(keys, _)| keys.contains(&key))?;
    Some(if key == "done_code" && kind == Kind::Added { DONE_CODE_ADDED } else { *rule })
}

/// The rule for a table that only one side has. `None` for one that nobody has judged yet.
pub(crate) fn table(table: &str, kind: Kind) -> Option<Rule> {
    let (_, added, removed) = TABLES.iter().find(|(it, ..)| it.name == table)?;
    Some(if kind == Kind::Added { *added } else { *removed })
}

type Keys = (&'static Table, &'static [(&'static [&'static str], Rule)]);

/// The rule of each key. Keys that identify entries of a list never change.
static KEYS: [Keys; 27] = [
    (&f::DEFAULTS, &[(DEFAULTS_OF_ENDPOINTS, IN_ENDPOINTS)]),
    (&f::HOST, &[(&["url"], HOST), (&["doc"], TEXT)]),
    (&f::CREDENTIAL, &[(&["name", "in"], CREDENTIAL), (&["doc"], TEXT)]),
    (&f::ENVELOPE, &[(&["type"], ENVELOPE), (&["doc"], TEXT)]),
    (&f::ID, &[(&["type"], NOTHING), (&["doc"], TEXT)]),
    (&f::SERVICE, &[(&["doc"], TEXT)]),
    (
        &f::GLOBAL_ERROR,
        &[
            (
                &["class"],
                breaks("`Error::kind` returns another kind: code that decides on it must follow"),
            ),
            (
                &["code", "sub_code"],
                breaks("errors of the code lose their kind: code that decides on it must follow"),
            ),
            (&["retry"], compatible("`Error::retry_advised` and the client's repetitions follow")),
            (&["meaning", "advice", "source"], TEXT),
        ],
    ),
    (
        &f::ENDPOINT,
        &[
            (&["path", "method", "content_type"], WIRE),
            (&["hosts", "app_types", "permissions", "envelope"], NOTHING),
            (&["credential"], elsewhere(Verdict::Compatible, "the crates send the token, or none")),
            (
                &["list"],
                breaks(
                    "`missing_list_is_empty` fills in the other list, answers without this one are refused",
                ),
            ),
            (&["summary", "preconditions", "notes", "undecided"], TEXT),
        ],
    ),
    (&f::PAGE, &[(&["url", "language", "changed", "read", "source"], TEXT)]),
    (&f::PERMISSION, &[(&["doc"], TEXT)]),
    (
        &f::REPEAT,
        &[
            (&["safe"], compatible("the client's repetitions of calls without an answer follow")),
            (&["done_code"], breaks("a repetition that meets the code comes to another end")),
            (&["reason"], TEXT),
        ],
    ),
    (
        &f::PARAMETER,
        &[
            (&["in", "separator", "items", "encoding"], WIRE),
            (&["type", "id", "secret", "required", "default", "limits"], NOTHING),
            (&["values", "enum", "example", "rust"], NOTHING),
            (&["pages", "doc"], TEXT),
        ],
    ),
    (
        &f::TOGETHER,
        &[
            (&["type"], NOTHING),
            (
                &["members"],
                elsewhere(
                    Verdict::Compatible,
                    "its fields stand in another order, by name the same",
                ),
            ),
            (&["doc"], TEXT),
        ],
    ),
    (
        &f::EITHER,
        &[
            (
                &["object"],
                breaks("requests without the parameters are refused before they are sent"),
            ),
            (&["members", "need"], elsewhere(Verdict::Compatible, "in another order")),
        ],
    ),
    (
        &f::SPAN,
        &[
            (
                &["object", "from", "to"],
                breaks("requests whose dates lie too far apart are refused"),
            ),
            (&["max_days"], NOTHING),
        ],
    ),
    (
        &f::PAGING,
        &[(
            &["offset", "cursor", "page", "first", "size", "items", "more", "next", "total", "key"],
            elsewhere(Verdict::Compatible, "the walk through the pages goes by other names"),
        )],
    ),
    (
        &f::BULK,
        &[(&["split"], elsewhere(Verdict::Compatible, "the calls are split by other lists"))],
    ),
    (
        &f::SIGNATURE,
        &[(
            &["timestamp", "value", "over"],
            elsewhere(
                Verdict::Compatible,
                "it is signed in another way, and callers need not know",
            ),
        )],
    ),
    (&f::UPLOAD, &[(&["kind"], compatible("files of other kinds are checked"))]),
    (
        &f::UPLOAD_KIND,
        &[(&["max_bytes"], compatible("other files are refused before they are sent"))],
    ),
    (
        &f::RESPONSE,
        &[
            (&["type", "id", "secret", "required", "absent"], NOTHING),
            (&["values", "enum", "example", "rust"], NOTHING),
            (&["pages", "source", "doc"], TEXT),
        ],
    ),
    (&f::OBJECT, &[(&["rust"], NOTHING), (&["doc"], TEXT)]),
    (
        &f::FIELD,
        &[
            (&["type", "id", "secret", "required", "absent", "default", "limits"], NOTHING),
            (&["values", "enum", "example", "rust"], NOTHING),
            (&["pages", "source", "doc"], TEXT),
        ],
    ),
    (
        &f::VARIANT,
        &[(&["value"], breaks("the name stands for another value on the wire")), (&["doc"], TEXT)],
    ),
    (
        &f::ERROR,
        &[
            (&["message", "meaning", "retry", "rust"], NOTHING),
            (
                &["class"],
                breaks("`Error::kind` returns another kind: code that decides on it must follow"),
            ),
            (&["message_zh", "advice", "source"], TEXT),
        ],
    ),
    (&f::EXAMPLES, &[(&["request", "response", "made"], NOTHING)]),
    (&f::DEPARTURE, &[(&["page", "spec", "pages", "reason"], TEXT)]),
];

type Tables = (&'static Table, Rule, Rule);

/// The rules of a table that is added, and of one that is removed.
static TABLES: [Tables; 25] = [
    (&f::DEFAULTS, IN_ENDPOINTS, IN_ENDPOINTS),
    (&f::HOST, HOST, HOST),
    (&f::CREDENTIAL, CREDENTIAL, CREDENTIAL),
    (&f::ENVELOPE, ENVELOPE, ENVELOPE),
    (&f::ID, compatible("a type that is new"), breaks("the type vanishes")),
    (&f::SERVICE, SERVICE, SERVICE),
    (
        &f::GLOBAL_ERROR,
        compatible("errors with the code get a kind of their own"),
        breaks("errors with the code lose their kind: code that decides on it must follow"),
    ),
    (&f::PERMISSION, PERMISSION, PERMISSION),
    (&f::PAGE, TEXT, TEXT),
    (&f::REPEAT, IN_ENDPOINTS, IN_ENDPOINTS),
    (&f::PARAMETER, NOTHING, NOTHING),
    (&f::TOGETHER, NOTHING, NOTHING),
    (
        &f::EITHER,
        breaks("requests without the parameters are refused before they are sent"),
        compatible("requests without the parameters are sent"),
    ),
    (&f::SPAN, NOTHING, NOTHING),
    (
        &f::PAGING,
        compatible("`Paged`: all pages can be walked through"),
        breaks("`Paged` vanishes: nothing walks through the pages"),
    ),
    (
        &f::BULK,
        compatible("`Pairs`: the client takes lists of any length"),
        breaks("`Pairs` vanishes, and the client's method for lists of any length"),
    ),
    (
        &f::SIGNATURE,
        compatible("`Signed`: the request can be signed"),
        breaks("`Signed` vanishes: nothing signs the request"),
    ),
    (
        &f::UPLOAD,
        compatible("files are checked before they are sent"),
        breaks("the constants of the sizes go"),
    ),
    (
        &f::UPLOAD_KIND,
        compatible("files of the kind are checked before they are sent"),
        breaks("the constant of the size goes"),
    ),
    (&f::RESPONSE, NOTHING, NOTHING),
    (&f::FIELD, NOTHING, NOTHING),
    (&f::ENUM, compatible("a type that is new"), breaks("the type vanishes")),
    (&f::VARIANT, compatible("a value gets a name"), breaks("the name of the value vanishes")),
    (&f::ERROR, NOTHING, NOTHING),
    (&f::DEPARTURE, DEPARTS, AGREES),
];

/// The keys of the defaults.
const DEFAULTS_OF_ENDPOINTS: &[&str] =
    &["method", "hosts", "content_type", "app_types", "credential", "envelope"];

const PERMISSION: Rule = documentation("what the permission allows");
const IN_ENDPOINTS: Rule = documentation("see the endpoints that follow");
const DONE_CODE_ADDED: Rule = compatible("a repetition that meets the code is a success");
const TEXT: Rule = documentation("only texts change");
const NOTHING: Rule =
    elsewhere(Verdict::DocumentationOnly, "nothing in the generated code follows");
const WIRE: Rule =
    elsewhere(Verdict::Compatible, "it travels in another way, and callers need not know");
const HOST: Rule = documentation("the constants of `Host` are written by hand: follow there");
const CREDENTIAL: Rule =
    breaks("hand-written code puts the token into calls: it has to follow, and so have callers");
const ENVELOPE: Rule =
    documentation("hand-written code reads the envelope: follow there, and see the endpoints");
const DEPARTS: Rule = documentation("the file departs from its page");
const AGREES: Rule = documentation("file and page agree again");
const SERVICE: Rule = documentation("the module comes and goes with its endpoints");

const fn documentation(consequence: &'static str) -> Rule {
    Rule { told_elsewhere: false, verdict: Verdict::DocumentationOnly, consequence }
}

const fn compatible(consequence: &'static str) -> Rule {
    Rule { told_elsewhere: false, verdict: Verdict::Compatible, consequence }
}

const fn breaks(consequence: &'static str) -> Rule {
    Rule { told_elsewhere: false, verdict: Verdict::BreaksCallers, consequence }
}

const fn elsewhere(verdict: Verdict, consequence: &'static str) -> Rule {
    Rule { told_elsewhere: true, verdict, consequence }
}
