//! Import: the facts of a page become a new spec file, or amend the existing one.
//!
//! A new file takes `build → settle → write`. For a file that people have worked on, the old facts and the
//! new ones are both built and settled, followed by `amend → settle → write → merge`. The result passes the
//! checks and agrees with its page. What the page does not say is absent from it, and listed as undecided.

mod amend;
mod build;
mod codes;
mod decision;
mod departures;
mod items;
mod lists;
mod merge;
mod place;
mod reasons;
mod rust_names;
mod samples;
mod settle;
mod tables;
mod values;
mod words;
mod write;

pub use self::decision::Decision;

pub mod command;

use toml_edit::DocumentMut;

use crate::compare::{expected, normal, page_of};
use crate::drift::file_of;
use crate::import::amend::kept::departs;
use crate::import::amend::{Amending, is_below};
use crate::import::build::Built;
use crate::import::place::Place;
use crate::import::settle::{Alone, Freedom, difference, inexpressible, settle};
use xtask_pages::facts::Page;
use xtask_spec::diagnostic::{Colour, render};
use xtask_spec::load::{SourceFile, Sources};
use xtask_spec::read::read;
use xtask_spec::spec::{self, Day, Endpoint, Language, Spanned, Spec};

/// Options of an import.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Whether to amend the file of an endpoint that the spec already has.
    pub update: bool,
    /// `SERVICE/METHOD`, in place of the name derived from the path.
    pub name: Option<String>,
    /// Day of reading the page, as `YYYY-MM-DD`.
    pub read: String,
}

/// Result of an import.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// Path of the endpoint's file below the spec folder.
    pub file: String,
    /// Whether the file is new in the spec.
    pub is_new: bool,
    /// Texts to write, by path below the spec folder; empty if the file already agrees with the page.
    pub texts: Vec<(String, String)>,
    /// Decisions left to a person.
    pub decisions: Vec<Decision>,
    /// Subjects that the page no longer has, removed from the file.
    pub removed: Vec<String>,
}

/// Reason why a page was not imported, and what to do about it.
#[derive(Debug, Clone)]
pub struct Failure(pub String);

/// An in-memory spec into which pages are imported.
#[derive(Debug)]
pub struct Importer {
    sources: Sources,
    /// All files except those of endpoints.
    shared: Sources,
    /// What `sources` say.
    spec: Spec,
}

impl Importer {
    /// # Errors
    ///
    /// The problems of a spec that cannot be read.
    pub fn new(sources: Sources) -> Result<Self, Failure> {
        let (spec, problems) = read(&sources);
        if spec.api.hosts.is_empty() || !problems.is_empty() {
            return Err(Failure(render(&problems, &sources, Colour::Never)));
        }
        let is_endpoint =
            |file: &SourceFile| spec.endpoints.iter().any(|it| sources[it.file].path == file.path);
        let files = sources.files.iter().filter(|it| !is_endpoint(it)).cloned().collect();
        let shared = Sources { root: sources.root.clone(), files };
        Ok(Self { sources, shared, spec })
    }

    /// Returns the spec with everything that was imported.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Imports the facts of a page.
    ///
    /// # Errors
    ///
    /// The reason why no file was written or amended; the spec is then unchanged.
    pub fn import(&mut self, page: &Page, options: &Options) -> Result<Imported, Failure> {
        // By path or address, as drift does: a call that has moved is amended, not written a second time.
        let file = file_of(&self.spec, page).map(|file| &self.sources[file]);
        let imported = match file.map(|file| self.sources.below_root(file)) {
            Some(file) if options.update => self.update(page, &source(page, options), file)?,
            Some(file) => {
                let root = &self.sources.root;
                return Err(Failure(format!(
                    "its call is in the spec already, as {root}/{file}: amend that with `--update`"
                )));
            }
            None => self.create(page, options)?,
        };
        for (path, text) in &imported.texts {
            self.put(path, text);
        }
        if !imported.texts.is_empty() {
            self.spec = read(&self.sources).0;
        }
        Ok(imported)
    }

    fn create(&self, page: &Page, options: &Options) -> Result<Imported, Failure> {
        let api = read(&self.shared).0.api;
        if let Some(reason) = build::refusal(page, &api) {
            return Err(Failure(reason));
        }
        let taken = |place: &Place| {
            let path = format!("{}/{}/{}.toml", self.sources.root, place.service, place.method);
            self.sources.files.iter().any(|file| file.path == path)
        };
        let place = match &options.name {
            Some(name) => Place::parse(name),
            None => Place::of_path(&page.path, &page.method, taken),
        };
        let place = place.map_err(Failure)?;
        let file = format!("{}/{}.toml", place.service, place.method);
        if taken(&place) {
            let root = &self.sources.root;
            let text = "is there already, for another path: give another name with `--as`";
            return Err(Failure(format!("{root}/{file} {text}")));
        }
        let mut built = build::build(page, &api, &source(page, options), None);
        if options.name.is_none() {
            let need = "named after the path: rename the file if another verb says it better";
            built.decisions.insert(0, Decision::open("file", need));
        }
        let alone = |text: &str| Alone::new(&self.shared, &file, text);
        settle(&mut built, page, &api, Freedom::All, alone).map_err(Failure)?;
        let Built { draft, mut decisions } = built;
        let mut texts = Vec::new();
        if !api.services.iter().any(|service| service.name.value == place.service) {
            texts.push(("api.toml".to_owned(), self.with_service(&place.service)?));
            let need = "say what the service's calls are about, in `api.toml`";
            decisions.push(Decision::open(format!("services.{}", place.service), need));
        }
        texts.push((file.clone(), write::write(&draft, &api.defaults)));
        Ok(Imported { file, is_new: true, texts, decisions, removed: Vec::new() })
    }

    fn update(&self, page: &Page, source: &spec::Page, file: &str) -> Result<Imported, Failure> {
        let path = format!("{}/{file}", self.sources.root);
        let before = self.text(&path);
        let alone = |text: &str| Alone::new(&self.shared, file, text);
        let known = alone(before);
        let Some(endpoint) = known.endpoint().filter(|_| known.problems.is_empty()) else {
            return Err(Failure(known.refusal()));
        };
        let api = &known.spec.api;
        let mut noted = endpoint.clone();
        note_reading(&mut noted, source);
        let Some(own) = page_of(page, &noted) else {
            return Err(Failure(inexpressible("pages")));
        };
        // A page that is new to the file is compared with the main one; what it lacks is left to the others.
        let is_new = noted.pages.len() > endpoint.pages.len();
        let before_page = if is_new { endpoint.main_page() } else { page_of(page, endpoint) };
        let old = expected(endpoint, api, before_page.unwrap_or(own));
        let unchanged = Imported { file: file.to_owned(), ..Imported::default() };
        let page = &normal(page, endpoint, api);
        if !is_new && difference(page, &old, api).is_none() {
            return Ok(unchanged);
        }
        if let Some(what) = lost(&old, page) {
            return Err(Failure(format!(
                "the page has no {what} any more, so the saved page may be cut off: nothing was changed"
            )));
        }
        if let Some(reason) = build::refusal(page, api) {
            return Err(Failure(reason));
        }
        let by_hand = || {
            Failure(format!("{path} is written in a way that cannot be amended: edit it by hand"))
        };
        let built = |page| build::build(page, api, source, Some(endpoint));
        let (old, new) = (old.without_elsewhere(), page.clone().without_elsewhere());
        let (mut base, mut fresh) = (built(&old), built(&new));
        let examples = fresh.draft.examples.clone();
        settle(&mut fresh, &new, api, Freedom::All, alone).map_err(Failure)?;
        // Both are settled in the same way, so facts that no file can hold cause no difference.
        settle(&mut base, &old, api, Freedom::All, alone).map_err(|_| by_hand())?;
        let mut amending = Amending {
            draft: noted.clone(),
            known: &noted,
            own,
            old: &old,
            new: &new,
            base,
            fresh,
            examples,
            api,
            decisions: Vec::new(),
            left_to_others: Vec::new(),
        };
        let read = |text: &str| alone(text).endpoint().cloned();
        let mut removed = amending.amend(read).ok_or_else(by_hand)?;
        let Amending { mut draft, mut decisions, left_to_others, .. } = amending;
        // The permissions are in the table of the address, which was understood.
        let of_tables = removed.iter().filter(|it| !it.starts_with("permissions."));
        let missing: Vec<_> = of_tables.chain(&left_to_others).map(String::as_str).collect();
        if let (Some(table), false) = (page.left_out.first(), missing.is_empty()) {
            return Err(Failure(format!(
                "the page no longer lists {}, but has a table at line {} that was not understood: \
                 amend {path} by hand",
                missing.join(", "),
                table.line
            )));
        }
        // A further page of the call need not list what the others do.
        for subject in left_to_others.iter().filter(|_| !is_new) {
            let need = "only other pages of the call list it now: does it still exist?";
            decisions.push(Decision::open(format!("{subject}.pages"), need));
        }
        let is_gone = |it: &str| removed.iter().any(|gone| it == gone || is_below(it, gone));
        draft.undecided.retain(|subject| !is_gone(subject));
        let recorded: Vec<_> = draft.departures.iter().map(|it| it.subject.value.clone()).collect();
        let mut built = Built { draft, decisions };
        settle(&mut built, page, api, Freedom::Examples, alone).map_err(Failure)?;
        amend::pages::ask_about_contradictions(&mut built, &noted, own);
        let Built { draft, mut decisions } = built;
        let departure = |it: &str| draft.departures.iter().find(|own| own.subject.value == it);
        for decided in noted.departures.iter().filter(|it| departs(&noted, api, &it.subject)) {
            if departure(&decided.subject).is_some_and(|it| it.page != decided.page) {
                let need = "the page prints something else now: see the departure";
                decisions.push(Decision::new(decided.subject.as_str(), need));
            }
        }
        let obsolete = recorded.iter().filter(|it| departure(it).is_none() && !is_gone(it));
        let obsolete: Vec<_> = obsolete.map(|it| format!("departures.{it}")).collect();
        removed.extend(obsolete);
        let text = merge::merge(before, before, &write::write(&draft, &api.defaults));
        // The text says what it should, and the checks accept it.
        let is_good = |alone: Alone| alone.problems.is_empty() && alone.endpoint() == Some(&draft);
        let text = text.filter(|text| is_good(alone(text))).ok_or_else(by_hand)?;
        Ok(Imported { texts: vec![(file.to_owned(), text)], decisions, removed, ..unchanged })
    }

    fn with_service(&self, service: &str) -> Result<String, Failure> {
        let path = format!("{}/api.toml", self.sources.root);
        let added = format!("{}\n\n[services.{service}]\n", self.text(&path).trim_end());
        match added.parse::<DocumentMut>() {
            Ok(_) => Ok(merge::with_ends_of(self.text(&path), &added)),
            Err(_) => Err(Failure(format!("{path} cannot be amended: add `[services.{service}]`"))),
        }
    }

    fn text(&self, path: &str) -> &str {
        let file = self.sources.files.iter().find(|file| file.path == path);
        file.and_then(|file| file.text().ok()).unwrap_or_default()
    }

    fn put(&mut self, below: &str, text: &str) {
        let path = format!("{}/{below}", self.sources.root);
        let mut holders = vec![&mut self.sources];
        if ["api.toml", "errors.toml"].contains(&below) {
            holders.push(&mut self.shared);
        }
        for sources in holders {
            let file = SourceFile { path: path.clone(), bytes: text.as_bytes().to_vec() };
            match sources.files.binary_search_by(|it| it.path.cmp(&path)) {
                Ok(at) => sources.files[at] = file,
                Err(at) => sources.files.insert(at, file),
            }
        }
    }
}

/// Records the day on which a page was read.
fn note_reading(draft: &mut Endpoint, own: &spec::Page) {
    let is_same = |page: &spec::Page| match (&page.url, &own.url) {
        (Some(known), Some(own)) => known == own,
        _ => page.language == own.language,
    };
    let (pages, own) = (&mut draft.pages, own.clone());
    let unread = || pages.iter().position(|page| page.language.is_none());
    let Some(at) = pages.iter().position(is_same).or_else(unread) else {
        pages.push(own);
        return;
    };
    let page = &mut pages[at];
    page.url = page.url.take().or(own.url);
    page.language = page.language.take().or(own.language);
    page.changed = own.changed.or(page.changed.take());
    (page.read, page.source) = (own.read, None);
}

/// Returns a kind of facts of which a page has none left, which suggests that the page was cut off or not
/// understood.
fn lost(old: &Page, new: &Page) -> Option<&'static str> {
    let kinds = [
        ("parameters", old.parameters.len(), new.parameters.len()),
        ("fields of the answer", old.response.len(), new.response.len()),
        ("error codes", old.errors.len(), new.errors.len()),
    ];
    kinds.into_iter().find(|(_, before, after)| *before > 0 && *after == 0).map(|it| it.0)
}

/// Returns the file's entry for a page, with the facts that the page gives about itself.
fn source(page: &Page, options: &Options) -> spec::Page {
    let known = page.language.and_then(|it| it.code().parse().ok());
    let day = |day: &String| day.parse::<Day>().ok().map(Spanned::from);
    spec::Page {
        url: page.url.clone().filter(|url| url.starts_with("https://")).map(Spanned::from),
        language: Some(known.unwrap_or(Language::English).into()),
        changed: page.updated.as_ref().and_then(day),
        read: day(&options.read),
        source: None,
    }
}
