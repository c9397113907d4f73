//! Content and static files are built into the program by macros that notice
//! changed files but not new ones. Watching the folders closes that gap.

fn main() {
    println!("cargo::rerun-if-changed=content");
    println!("cargo::rerun-if-changed=static");
}
