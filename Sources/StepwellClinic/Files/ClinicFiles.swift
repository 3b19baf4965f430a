/// Finds the files that a command is to look at.
package enum ClinicFiles {
    /// The YAML files that these paths name; a folder stands for all below it, none for the folder `Pathways`.
    package static func yaml(_ paths: [String]) throws -> [String] {
        let found = try expand(paths) { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
        guard paths.isEmpty else { return found }
        // The clinic's settings stand beside the folder.
        let settings = try defaultFolder().replacingSuffix("Pathways", with: Settings.file)
        return (FileReader.exists(settings) ? [settings] : []) + found
    }

    package static func tests(_ paths: [String]) throws -> [String] {
        try expand(paths) { $0.hasSuffix(".test.yaml") }.map { path in
            guard !path.hasSuffix(".test.yaml") else { return path }
            let test = path.replacingSuffix(".yaml", with: ".test.yaml")
            guard FileReader.exists(test) else {
                throw Failure(
                    .missing, "no_tests", "there are no tests of '\(path)'", hint: "they would stand in '\(test)'")
            }
            return test
        }
    }

    private static func expand(_ paths: [String], where isWanted: (String) -> Bool) throws -> [String] {
        var found: [String] = []
        for path in paths.isEmpty ? [try defaultFolder()] : paths {
            let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
            if FileReader.isFolder(path) {
                found += FileReader.files(below: path).filter(isWanted)
            } else if FileReader.exists(path) {
                found.append(path)
            } else {
                throw Failure(.missing, "no_such_file", "there is no file '\(path)'")
            }
        }
        guard !found.isEmpty else {
            throw Failure(.missing, "no_files", "there is nothing to look at in \(paths.joined(separator: ", "))")
        }
        return found
    }

    /// The nearest folder `Pathways`, here or above but not above a clinic; nil where there is none.
    package static var pathways: String? {
        let nearest = FilePath.nearestFolder { folder in
            FileReader.isFolder("\(folder)/Pathways") || FileReader.exists("\(folder)/\(Settings.file)")
        }
        let folder = nearest.map { $0 == "." ? "Pathways" : "\($0)/Pathways" }
        return folder.flatMap { FileReader.isFolder($0) ? $0 : nil }
    }

    package static func defaultFolder() throws -> String {
        if let pathways { return pathways }
        throw Failure(
            .missing, "no_pathways", "there is no folder 'Pathways' here or above",
            hint: "name the files, or begin with 'stepwell init'")
    }
}
