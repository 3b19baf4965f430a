import Testing

/// Mistakes are shown where they stand, however YAML lets the expression be written.
@Suite("Places in scalars")
struct ScalarPlacesTests {
    private func expect(_ guardText: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
        GuardMistakesTests.pathway(guardText).expect(
            ["SW305"], files: GuardMistakesTests.files, sourceLocation: sourceLocation)
    }

    @Test("plain, on one line and on several")
    func plain() {
        expect("urgent && «urgnt»")
        expect("urgent &&\n          «urgnt» && visits > 3")
        expect("urgent &&\n          visits > 3\n\n          && «urgnt»")
        expect("urgent && language != 'ä€😀' && «urgnt»")
    }

    @Test("between single quotes, where a quote stands twice")
    func singleQuoted() {
        expect("'urgent && «urgnt»'")
        expect("'language == ''en'' && «urgnt»'")
        expect("'language == ''en''   \n\n          && «urgnt»'")
    }

    @Test("between double quotes, with escapes of every kind and lines that are joined")
    func doubleQuoted() {
        expect(#""language == \"en\" && «urgnt»""#)
        expect(#""language == '\x41\u00e9\U0001F600\t\\\\' && «urgnt»""#)
        expect("\"language == 'a' &&\n          «urgnt»\"")
        expect("\"language == 'a\\\n          b' && «urgnt»\"")
        expect("\"urgent\\n\\\n          \\  && «urgnt»\"")
    }

    @Test("in a literal block, on any of its lines")
    func literal() {
        expect("|\n          urgent &&\n            visits > 3 && «urgnt»\n          && visits < 9")
        expect("|-\n          urgent\n\n          && «urgnt»")
        expect("|2-\n            urgent\n          && «urgnt»")
    }

    @Test("in a folded block, with lines that are joined, empty ones, and ones that are indented more")
    func folded() {
        expect(">-\n          urgent &&\n          visits > 3 && «urgnt»\n          && visits < 9")
        expect(">\n          urgent &&\n          visits > 3\n\n\n          && «urgnt»\n")
        expect(">-\n          urgent\n            && visits > 3\n            && «urgnt»\n          && visits < 9")
        expect(">-\n\n          urgent && language == \"a  b\" && «urgnt»")
    }

    @Test("a mistake that goes over several lines begins and ends where it does")
    func severalLines() {
        GuardMistakesTests.pathway(">-\n          «visits ==\n          \"3\"»\n          && urgent")
            .expect(["SW309"], files: GuardMistakesTests.files)
    }
}
