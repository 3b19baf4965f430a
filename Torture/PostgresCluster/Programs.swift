import Foundation

/// Where PostgreSQL's programs are: Debian keeps those of a server out of the path.
enum Programs {
    static func path(_ name: String) throws -> String {
        for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
            return "\(folder)/\(name)"
        }
        throw PostgresCluster.Failure(description: "there is no '\(name)': install postgresql (Scripts/setup.sh test)")
    }

    /// The newest version first.
    private static let folders: [String] = {
        let debian = "/usr/lib/postgresql"
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: debian) } catch { names = [] }
        let versions = names.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "\(debian)/\($0)/bin" }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return versions + path.split(separator: ":").map(String.init)
    }()
}

/// Whom a server runs as: it refuses to be root's.
struct Account {
    let user: uid_t
    let group: gid_t

    /// This process's own, or where that is root's one without rights.
    static var ofServers: Account {
        guard geteuid() == 0, let nobody = getpwnam("nobody") else { return Account(user: geteuid(), group: getegid()) }
        return Account(user: nobody.pointee.pw_uid, group: nobody.pointee.pw_gid)
    }

    /// A program's words, so that it is started as this.
    func starting(_ words: [String]) -> [String] {
        guard geteuid() != user else { return words }
        return ["/usr/bin/setpriv", "--reuid=\(user)", "--regid=\(group)", "--clear-groups"] + words
    }
}
