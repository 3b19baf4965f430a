import Foundation
import StepwellClinic

/// What is given is UTF-8. Anything else would be read as another text: another patient's number, another folder.
enum GivenInUTF8 {
    static func check() throws(Failure) {
        for place in 0..<Int(CommandLine.argc) {
            guard let argument = CommandLine.unsafeArgv[place] else { continue }
            guard String(validatingCString: argument) != nil else {
                throw Failure(.usage, "not_utf8", "argument \(place) is no UTF-8", hint: "say it in UTF-8")
            }
        }
        guard let folder = getcwd(nil, 0) else { return }
        defer { free(folder) }
        guard String(validatingCString: folder) != nil else {
            throw Failure(.usage, "not_utf8", "the path of the current folder is no UTF-8", hint: "rename the folder")
        }
    }
}
