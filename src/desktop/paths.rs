use directories::{ProjectDirs, UserDirs};
use std::path::PathBuf;

/// Where this program keeps things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// Histories, settings and the built-in server's store.
    pub data: PathBuf,
    /// Where a chat is written when there is no dialog to ask with.
    pub exports: PathBuf,
}

/// This user has no home folder, and none was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no home folder; name a folder with --data")]
pub struct NoHome;

impl Paths {
    /// A folder that was named overrides everything: then all stays inside it.
    pub fn find(named: Option<PathBuf>) -> Result<Self, NoHome> {
        if let Some(data) = named {
            return Ok(Self { exports: data.join("exports"), data });
        }
        let data = ProjectDirs::from("", "", "bellbird").ok_or(NoHome)?.data_local_dir().to_owned();
        let downloads = UserDirs::new().and_then(|user| user.download_dir().map(ToOwned::to_owned));
        Ok(Self { exports: downloads.unwrap_or_else(|| data.join("exports")), data })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_data_folder_holds_everything() {
        let paths = Paths::find(Some(PathBuf::from("/tmp/bell"))).expect("a folder was named");
        assert_eq!(paths.data, PathBuf::from("/tmp/bell"));
        assert!(paths.exports.starts_with("/tmp/bell"));
    }
}
