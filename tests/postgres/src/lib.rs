//! A PostgreSQL server for a while: in a folder of its own, behind a socket in that folder, gone with its last user.

use std::fs;
use std::io;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A server that runs until it is dropped.
pub struct Server {
    child: Child,
    folder: PathBuf,
    programs: PathBuf,
    databases: AtomicU32,
}

/// Keeps the server while somebody holds the other end of its input.
const KEEPER: &str = r#""$0" "$@" & server=$!; cat >/dev/null; kill -INT $server; wait $server; rm -rf "$FOLDER""#;
/// Longest that it may take to answer.
const START: Duration = Duration::from_secs(60);

/// The owner of the databases: not a superuser, so that rows are kept apart from it, too.
pub const ROLE: &str = "counterfoil";

impl Server {
    /// Starts one.
    ///
    /// # Errors
    /// PostgreSQL is not installed, or does not start.
    pub fn start() -> io::Result<Self> {
        let programs = programs()?;
        let folder = tempfile::Builder::new().prefix("pg").tempdir()?;
        let owner = owner()?;
        if let Some((user, group)) = owner {
            chown(folder.path(), Some(user), Some(group))?;
        }
        let data = folder.path().join("data");
        let mut init = as_owner(Command::new(programs.join("initdb")), owner);
        init.arg("-D").arg(&data).args(["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"]);
        done(init.stdout(Stdio::null()))?;
        let log = fs::File::create(folder.path().join("log"))?;
        let mut serve = as_owner(Command::new("sh"), owner);
        serve.args(["-c", KEEPER]).arg(programs.join("postgres")).arg("-D").arg(&data).arg("-k").arg(folder.path());
        serve.args(["-c", "listen_addresses=", "-c", "max_connections=200", "-c", "shared_buffers=128MB"]);
        serve.env("FOLDER", folder.path());
        let child = serve.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(log).spawn()?;
        // The keeper removes it, also where this process does not come to its end.
        let folder = folder.keep();
        let server = Self { child, folder, programs, databases: AtomicU32::new(0) };
        server.wait()?;
        server.sql("postgres", "postgres", &format!("CREATE ROLE {ROLE} LOGIN"))?;
        Ok(server)
    }

    fn wait(&self) -> io::Result<()> {
        let begun = Instant::now();
        while self.sql("postgres", "postgres", "SELECT 1").is_err() {
            if begun.elapsed() > START {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                return Err(io::Error::other(format!("PostgreSQL does not start: {log}")));
            }
            sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// A new empty database, by its URL.
    ///
    /// # Errors
    /// It could not be made.
    pub fn database(&self) -> io::Result<String> {
        let name = format!("books{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", "postgres", &format!("CREATE DATABASE {name} OWNER {ROLE}"))?;
        let folder = self.folder.display().to_string().replace('/', "%2F");
        Ok(format!("postgres://{ROLE}@{folder}/{name}?sslmode=disable"))
    }

    /// The same database once more, by its URL. Nobody may be using it.
    ///
    /// # Errors
    /// It could not be made.
    pub fn copy(&self, url: &str) -> io::Result<String> {
        let copy = format!("books{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let old = name(url);
        self.sql("postgres", "postgres", &format!("CREATE DATABASE {copy} TEMPLATE {old} OWNER {ROLE}"))?;
        Ok(url.replace(&format!("/{old}?"), &format!("/{copy}?")))
    }

    /// Runs statements in a database that was made here, as a superuser does, and gives back what they print.
    ///
    /// # Errors
    /// What they failed with.
    pub fn as_superuser(&self, url: &str, sql: &str) -> io::Result<String> {
        self.sql("postgres", name(url), sql)
    }

    /// The same as the role that owns the database.
    ///
    /// # Errors
    /// What they failed with.
    pub fn as_owner(&self, url: &str, sql: &str) -> io::Result<String> {
        self.sql(ROLE, name(url), sql)
    }

    fn sql(&self, user: &str, database: &str, sql: &str) -> io::Result<String> {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.arg("-h").arg(&self.folder).args(["-U", user, "-d", database, "-v", "ON_ERROR_STOP=1", "-qAtc", sql]);
        let output = psql.output()?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
        }
        Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

fn name(url: &str) -> &str {
    url.rsplit_once('/').and_then(|(_, rest)| rest.split('?').next()).unwrap_or("postgres")
}

/// Where Debian and others put them.
fn programs() -> io::Result<PathBuf> {
    let mut folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect();
    if let Ok(versions) = fs::read_dir("/usr/lib/postgresql") {
        folders.extend(versions.flatten().map(|version| version.path().join("bin")));
    }
    let whole = |folder: &&PathBuf| ["initdb", "postgres", "psql"].iter().all(|program| folder.join(program).is_file());
    let found = folders.iter().find(whole).cloned();
    found.ok_or_else(|| io::Error::other("PostgreSQL is not installed: `cargo xtask test` installs it"))
}

/// PostgreSQL does not run as root: it runs as the user that its package made.
fn owner() -> io::Result<Option<(u32, u32)>> {
    let id = |args: &[&str]| -> io::Result<u32> {
        let output = Command::new("id").args(args).output()?;
        String::from_utf8_lossy(&output.stdout).trim().parse().map_err(io::Error::other)
    };
    if id(&["-u"])? != 0 {
        return Ok(None);
    }
    Ok(Some((id(&["-u", "postgres"])?, id(&["-g", "postgres"])?)))
}

fn as_owner(mut command: Command, owner: Option<(u32, u32)>) -> Command {
    if let Some((user, group)) = owner {
        command.uid(user).gid(group);
    }
    command.current_dir(Path::new("/"));
    command
}

fn done(command: &mut Command) -> io::Result<()> {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("{command:?} ended with {status}"))) }
}
