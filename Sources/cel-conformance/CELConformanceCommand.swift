import CELConformance
import Foundation

/// `cel-conformance DIR`: a line for each case of a folder that fails, and how many passed.
///
/// `cel-conformance --answer` answers the expressions on its standard input, for the comparison with another
/// implementation (`Fuzz/cel_differential.py`).
///
/// Exit status: 0 where all pass, 1 where some do not, 64 for wrong arguments, 65 for a line that is no question, 66
/// where the folder cannot be read.
@main
struct CELConformanceCommand {
    static func main() {
        if CommandLine.arguments.dropFirst() == ["--answer"] { return answer() }
        guard CommandLine.arguments.count == 2, let path = CommandLine.arguments.last, !path.hasPrefix("-") else {
            complain("usage: cel-conformance DIR | --answer", status: 64)
        }
        let cases: [ConformanceCase]
        do {
            cases = try ConformanceFolder(URL(filePath: path)).cases
        } catch {
            complain("cel-conformance: cannot read the cases in \(path): \(error)", status: 66)
        }
        var failures = 0
        for conformanceCase in cases {
            switch conformanceCase.judge() {
            case .passed: break
            case .failed(let expected, let got):
                failures += 1
                print("\(conformanceCase.id): expected \(expected), got \(got)")
            }
        }
        print("\(cases.count - failures) passed, \(failures) failed")
        exit(failures == 0 ? 0 : 1)
    }

    private static func answer() {
        var questions = Questions()
        while let line = readLine() {
            do {
                if let answer = try questions.answer(line) { print(answer) }
            } catch {
                complain("cel-conformance: no question: \(line)", status: 65)
            }
        }
    }

    private static func complain(_ message: String, status: Int32) -> Never {
        FileHandle.standardError.write(Data((message + "\n").utf8))
        exit(status)
    }
}
