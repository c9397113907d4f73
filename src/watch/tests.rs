use super::*;
use std::{
    fs,
    path::Path,
    sync::mpsc::{Receiver, Sender, channel},
};

/// A folder of its own for one test, gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("watch-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    fn state(&self) -> State {
        State::of(std::slice::from_ref(&self.0))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn every_way_of_saving_is_another_state() {
    let folder = Folder::new("ways");
    folder.write("a", "one");
    let mut seen = vec![folder.state()];
    let mut expect_new = |what: &str, folder: &Folder| {
        let state = folder.state();
        assert!(!seen.contains(&state), "{what} is not seen");
        seen.push(state);
    };
    folder.write("a", "two and more");
    expect_new("a longer text", &folder);
    folder.write("b.new", "two and less");
    fs::rename(folder.0.join("b.new"), folder.0.join("a")).unwrap();
    expect_new("another file of the same size", &folder);
    fs::create_dir(folder.0.join("below")).unwrap();
    folder.write("below/c", "");
    expect_new("a folder below", &folder);
    fs::rename(folder.0.join("below/c"), folder.0.join("below/d")).unwrap();
    expect_new("another name", &folder);
    fs::remove_file(folder.0.join("below/d")).unwrap();
    expect_new("a file less", &folder);
}

#[test]
fn what_programs_keep_in_hidden_files_is_the_same_state() {
    let folder = Folder::new("hidden");
    folder.write("a", "one");
    let state = folder.state();
    folder.write(".links.json", "{}");
    assert_eq!(folder.state(), state);
    folder.write(".links.json", "{ more }");
    assert_eq!(folder.state(), state);
    // A link may lead into a hidden folder.
    fs::create_dir(folder.0.join(".data")).unwrap();
    folder.write(".data/b", "two");
    assert_ne!(folder.state(), state);
}

#[cfg(unix)]
#[test]
fn a_folder_exchanged_by_a_link_is_another_state_and_a_loop_ends() {
    let folder = Folder::new("links");
    for release in ["1", "2"] {
        fs::create_dir(folder.0.join(release)).unwrap();
        folder.write(&format!("{release}/a"), "the same");
    }
    let link = folder.0.join("current");
    let point_to = |release: &str| {
        let _ = fs::remove_file(&link);
        std::os::unix::fs::symlink(release, &link).unwrap();
        State::of(std::slice::from_ref(&link))
    };
    assert_ne!(point_to("1"), point_to("2"));
    std::os::unix::fs::symlink(".", folder.0.join("1/loop")).unwrap();
    assert_eq!(folder.state(), folder.state());
}

#[test]
fn nothing_is_a_state_too() {
    let missing = PathBuf::from("/does/not/exist");
    let state = State::of(std::slice::from_ref(&missing));
    assert_eq!(state, State::of(&[missing]));
}

/// A watch over a folder in a thread of its own, and what it publishes.
struct Running {
    bell: Arc<Bell>,
    published: Receiver<String>,
    thread: Option<thread::JoinHandle<()>>,
}

/// What is sent, and not taken where there is a folder to go back to.
const REFUSED: &str = "refused";

/// Sends what `make` makes; watches `moved` as soon as anything is asked for, and
/// `back` again as soon as a result is not taken.
struct Sending<F> {
    make: F,
    moved: Option<PathBuf>,
    back: Option<PathBuf>,
    to: Sender<String>,
}

impl<F: FnMut() -> String> Work for Sending<F> {
    type Made = String;

    fn asked(&mut self) -> Option<Vec<PathBuf>> {
        self.moved.take().map(|folder| vec![folder])
    }

    fn is_due(&self) -> bool {
        false
    }

    fn make(&mut self) -> String {
        (self.make)()
    }

    fn publish(&mut self, made: String) -> Option<Vec<PathBuf>> {
        let back = self.back.take_if(|_| made == REFUSED);
        // The receiver is gone only when the test has failed.
        let _ = self.to.send(made);
        back.map(|folder| vec![folder])
    }
}

impl Running {
    fn over(path: &Path, make: impl FnMut() -> String + Send + 'static) -> Self {
        Self::moving(path, None, make)
    }

    fn moving(
        path: &Path,
        moved: Option<PathBuf>,
        make: impl FnMut() -> String + Send + 'static,
    ) -> Self {
        let watch = Watch {
            folders: vec![path.to_owned()],
            every: Duration::from_millis(20),
        };
        let bell = Arc::new(Bell::default());
        let (to, published) = channel();
        let known = watch.state();
        let thread = thread::spawn({
            let bell = Arc::clone(&bell);
            let back = watch.folders.first().cloned();
            let mut work = Sending {
                make,
                moved,
                back,
                to,
            };
            move || watch.run(&bell, known, &mut work)
        });
        Self {
            bell,
            published,
            thread: Some(thread),
        }
    }

    fn next(&self) -> String {
        self.published
            .recv_timeout(Duration::from_secs(30))
            .expect("a change is published")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.bell.end();
        let _ = self.thread.take().map(thread::JoinHandle::join);
    }
}

#[test]
fn an_edit_is_published_and_a_ring_asks_for_the_same_again() {
    let folder = Folder::new("edit");
    folder.write("a", "one");
    let file = folder.0.join("a");
    let running = Running::over(&folder.0, move || fs::read_to_string(&file).unwrap());
    folder.write("a", "two");
    assert_eq!(running.next(), "two");
    running.bell.anew();
    assert_eq!(running.next(), "two");
}

#[test]
fn another_folder_is_watched_when_it_is_asked_for() {
    let (before, after) = (Folder::new("before"), Folder::new("after"));
    before.write("a", "one");
    after.write("a", "two");
    let file = after.0.join("a");
    let make = move || fs::read_to_string(&file).unwrap();
    let running = Running::moving(&before.0, Some(after.0.clone()), make);
    running.bell.anew();
    assert_eq!(running.next(), "two");
    // An edit in the old folder would be published before this one.
    before.write("a", "nobody looks here");
    after.write("a", "three");
    assert_eq!(running.next(), "three");
}

#[test]
fn rings_while_a_result_is_made_ask_for_one_that_is_begun_after_the_last() {
    let folder = Folder::new("rings");
    let (begun, has_begun) = channel();
    let (go, may_go) = channel();
    let running = Running::over(&folder.0, move || {
        begun.send(()).unwrap();
        may_go.recv().unwrap()
    });
    let patience = Duration::from_secs(30);
    running.bell.anew();
    has_begun.recv_timeout(patience).unwrap();
    for _ in 0..3 {
        running.bell.anew();
    }
    go.send("begun before".to_owned()).unwrap();
    assert_eq!(running.next(), "begun before");
    has_begun.recv_timeout(patience).unwrap();
    go.send("begun after".to_owned()).unwrap();
    assert_eq!(running.next(), "begun after");
}

#[test]
fn what_is_not_taken_is_made_from_the_folder_before_and_that_is_watched_again() {
    let (before, after) = (Folder::new("back"), Folder::new("forth"));
    before.write("a", "one");
    after.write("a", REFUSED);
    let (old, new) = (before.0.join("a"), after.0.join("a"));
    let mut made = 0;
    let running = Running::moving(&before.0, Some(after.0.clone()), move || {
        made += 1;
        fs::read_to_string(if made == 1 { &new } else { &old }).unwrap()
    });
    running.bell.anew();
    assert_eq!(running.next(), REFUSED);
    assert_eq!(running.next(), "one");
    // An edit in the other folder would be published before this one.
    after.write("a", "nobody looks here");
    before.write("a", "three");
    assert_eq!(running.next(), "three");
}

#[test]
fn what_changes_while_it_is_read_is_read_again_before_it_is_published() {
    let folder = Folder::new("meanwhile");
    folder.write("a", "one");
    folder.write("b", "one");
    let path = folder.0.clone();
    let mut is_first = true;
    let running = Running::over(&folder.0, move || {
        let a = fs::read_to_string(path.join("a")).unwrap();
        if std::mem::take(&mut is_first) {
            // Somebody saves both files while the first was just read.
            fs::write(path.join("a"), "three").unwrap();
            fs::write(path.join("b"), "three").unwrap();
        }
        a + &fs::read_to_string(path.join("b")).unwrap()
    });
    folder.write("a", "two");
    assert_eq!(running.next(), "threethree");
}

#[test]
fn a_checkout_is_waited_for() {
    let folder = Folder::new("checkout");
    fs::create_dir_all(folder.0.join(".git")).unwrap();
    fs::create_dir_all(folder.0.join("content")).unwrap();
    let content = folder.0.join("content");
    assert!(!state::is_being_checked_out(std::slice::from_ref(&content)));
    folder.write(".git/index.lock", "");
    assert!(state::is_being_checked_out(&[content]));
}
