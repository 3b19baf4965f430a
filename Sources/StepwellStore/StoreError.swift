/// Why a store could not do what it was asked.
public enum StoreError: Error, Hashable, Sendable {
    /// Another process holds it and did not let go in time.
    case busy
    /// There is no store at this location.
    case missing(path: String)
    /// It was written by a newer Stepwell.
    case newer(found: Int, known: Int)
    /// The file is no store, or damaged.
    case damaged(detail: String)
    /// What it said was committed is not in it, and nothing is added to it.
    case lost(detail: String)
    case full
    case readOnly
    /// A file that must not exist does.
    case exists(path: String)
    /// A version that cases run on has other content now: nothing was kept.
    case versionTaken(pathway: String, version: String)
    case unavailable(detail: String)
}
