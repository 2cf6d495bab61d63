//! The list of floors: a fenced block of ARCHITECTURE.md that begins with ```` ```floors ````.
//!
//! A line names rooms (`wire/`) and files (`rule.rs`) with a single space between, and what they are after two. Lines
//! further in are the floors of the room above them, whose head (`mod.rs`) stands on top of them all.

/// A room or file of the list.
struct Room {
    /// From `core/src`: ends with `/`, or is a file.
    path: String,
    /// The number of its line, after those of the rooms around it.
    place: Vec<usize>,
}

pub(super) struct Floors {
    rooms: Vec<Room>,
}

impl Floors {
    pub(super) fn read(architecture: &str) -> Self {
        let list = architecture.split("```floors\n").nth(1).and_then(|rest| rest.split("```").next());
        let list = list.expect("ARCHITECTURE.md lists the floors between ```floors and ```");
        let mut rooms: Vec<Room> = Vec::new();
        // The rooms that are open around a line: how far in they stand, and which they are.
        let mut around: Vec<(usize, String, Vec<usize>)> = Vec::new();
        for (number, line) in list.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let inwards = line.len() - line.trim_start().len();
            around.retain(|(depth, ..)| *depth < inwards);
            let (base, mut place) =
                around.last().map_or_else(Default::default, |(_, base, place)| (base.clone(), place.clone()));
            place.push(number);
            let names: Vec<&str> = line.trim_start().split("  ").next().unwrap_or_default().split(' ').collect();
            for name in &names {
                assert!(name.ends_with('/') || name.ends_with(".rs"), "`{name}` is neither a room/ nor a file.rs");
                rooms.push(Room { path: format!("{base}{name}"), place: place.clone() });
            }
            if let [name] = names[..] {
                around.push((inwards, format!("{base}{name}"), place));
            }
        }
        Self { rooms }
    }

    /// The most special room that a file stands in.
    fn room(&self, file: &str) -> Option<&Room> {
        let holds = |room: &&Room| room.path == file || room.path.ends_with('/') && file.starts_with(&room.path);
        self.rooms.iter().filter(holds).max_by_key(|room| room.path.len())
    }

    /// Has the room floors of its own? Then only its head may be in none of them.
    fn nests(&self, room: &Room) -> bool {
        self.rooms.iter().any(|other| other.path.len() > room.path.len() && other.path.starts_with(&room.path))
    }

    /// Files on no floor, and lines that name nothing.
    pub(super) fn uncovered(&self, files: &[&str]) -> Vec<String> {
        let lost = files.iter().filter(|file| {
            let head = |room: &Room| **file == format!("{}mod.rs", room.path);
            !self.room(file).is_some_and(|room| !self.nests(room) || head(room))
        });
        let empty = self.rooms.iter().filter(|room| !files.iter().any(|file| file.starts_with(&room.path)));
        let lost = lost.map(|file| format!("{file} is on no floor of the list"));
        lost.chain(empty.map(|room| format!("the list names {}, and there is none", room.path))).collect()
    }

    /// Why one file must not import another, if it must not.
    pub(super) fn forbids(&self, from: &str, to: &str) -> Option<&'static str> {
        let (from, to) = (self.room(from)?, self.room(to)?);
        if from.path == to.path {
            return None;
        }
        // A head is shorter than the floors below it, and before them in this order too.
        match from.place.cmp(&to.place) {
            std::cmp::Ordering::Less => None,
            std::cmp::Ordering::Equal => Some("rooms of one line do not import each other"),
            std::cmp::Ordering::Greater => Some("goes up"),
        }
    }
}
