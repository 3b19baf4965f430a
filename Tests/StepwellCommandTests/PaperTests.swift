import Foundation
import PathwayModel
import TestSupport
import Testing

/// What a medical director reads and signs, as another reader of HTML sees it.
@Suite("stepwell paper")
struct PaperTests {
    private static let shipped = ["iop_basic", "hospital_to_iop", "adult_iop"]

    private static func file(_ name: String) -> String {
        Shell.project.appendingPathComponent("Pathways/\(name).yaml").path
    }

    /// What the page says, and what is wrong with its form.
    private func look(at shell: Shell, _ file: String = "paper.html") throws -> JSON {
        try shell.write(Self.reader, to: "look.py")
        let result = try shell.bash("python3 look.py \(file)")
        return try JSON.parse(result.output)
    }

    @Test("a shipped pathway's paper has all that it asks, promises and says", arguments: shipped)
    func isWhole(_ name: String) throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        let written = try shell.bash("stepwell paper '\(Self.file(name))' --time 2 --out paper.html")
        #expect(written.status == 0, "\(written.output)")
        let page = try look(at: shell)
        #expect(page["problems"]?.array?.isEmpty == true, "\(page["problems"]?.indented() ?? "")")
        let text = page["text"]?.string ?? ""
        let source = try String(contentsOfFile: Self.file(name), encoding: .utf8)
        for outcome in source.matches(of: #/outcome: ([a-z_]+)/#).map({ String($0.output.1) }) {
            #expect(text.contains("Closes the case as \(outcome)"), "\(outcome)")
        }
        for way in source.matches(of: #/ - id: ([a-z_0-9]+)\n +(?:decide|event|after|when): /#) {
            #expect(text.contains(String(way.output.1)), "\(way.output.1)")
        }
        // Notes behind a value: where a number comes from.
        for note in source.matches(of: #/ # ([^\n']*(?:Kroenke|HEDIS|CCBHC|project default)[^\n]*)/#) {
            #expect(text.contains(note.output.1.trimmingCharacters(in: .whitespaces)), "\(note.output.1)")
        }
        for part in ["Every state in words", "Signatures", "What is proved, and what is not", "Scenario tests"] {
            #expect(text.contains(part))
        }
        #expect(text.contains("Not proved is that this is good care"))
    }

    @Test("is the same in every process, on standard output and in a file")
    func isSame() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        let file = Self.file("iop_basic")
        let same = try shell.bash(
            "stepwell paper '\(file)' > one.html; stepwell paper '\(file)' --out two.html >/dev/null; cmp one.html two.html"
        )
        #expect(same.status == 0, "\(same.output)")
    }

    @Test("asks nobody for anything and runs nothing, whatever an author or a message says")
    func isInert() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        try shell.write(Self.odd, to: "odd.yaml")
        let written = try shell.bash("stepwell paper odd.yaml --out paper.html")
        #expect(written.status == 0, "\(written.output)")
        let page = try look(at: shell)
        #expect(page["problems"]?.array?.isEmpty == true, "\(page["problems"]?.indented() ?? "")")
        let text = page["text"]?.string ?? ""
        for said in [#"<script>alert("1")</script>"#, "</title><script>", "שלום <b>", #"" onclick="x"#, "</style><img"]
        {
            #expect(text.contains(said), "\(said)")
        }
        let html = try String(contentsOf: folder.root.appendingPathComponent("paper.html"), encoding: .utf8)
        #expect(html.contains("<bdi>\u{202E}"), "what turns text around ends where the text does")
        #expect(html.contains("default-src &#39;none&#39;"))
    }

    @Test("says what the author did not")
    func saysWhatIsMissing() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        try shell.write(Self.odd, to: "odd.yaml")
        _ = try shell.bash("stepwell paper odd.yaml --out paper.html")
        let text = try look(at: shell)["text"]?.string ?? ""
        #expect(text.contains("There are none beside this pathway"))
        #expect(text.contains("Who works with it") && text.contains("not said"))
        #expect(text.contains("Signedby nobody"), "\(text.prefix(600))")
    }

    @Test("messages stand in every language, or in the one that is asked for")
    func languages() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        try shell.write(Self.odd, to: "odd.yaml")
        let both = try shell.bash("stepwell paper odd.yaml")
        #expect(both.output.contains("Good morning") && both.output.contains("Buenos días"))
        #expect(both.output.contains("lang=\"es\""))
        let one = try shell.bash("stepwell paper odd.yaml --language es")
        #expect(!one.output.contains("Good morning") && one.output.contains("Buenos días"))
        let none = try shell.bash("stepwell paper odd.yaml --language fr")
        #expect(none.status == 64 && none.output.contains("error[no_such_language]"), "\(none.output)")
    }

    @Test("without Graphviz the outline stands in place of the picture")
    func withoutGraphviz() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        let program = Shell.programs.appendingPathComponent("stepwell").path
        let written = try shell.bash(
            "env PATH=/nowhere '\(program)' paper '\(Self.file("iop_basic"))' --out paper.html")
        #expect(written.status == 0, "\(written.output)")
        let page = try look(at: shell)
        #expect(page["problems"]?.array?.isEmpty == true, "\(page["problems"]?.indented() ?? "")")
        #expect(page["text"]?.string?.contains("closes the case: lost_to_follow_up") == true)
    }

    @Test("text on the page stands out from what is behind it by 7 to 1 at least")
    func contrast() throws {
        let written = try Shell(in: Shell.project).stepwell("paper", Self.file("iop_basic"), "--time", "1").output
        let sheet = String(written.prefix { $0 != "\u{0}" }.split(separator: "</style>")[0])
        let inks = Set(sheet.matches(of: #/[ ;{]color: (#[0-9a-f]{3,6})/#).map { String($0.output.1) })
        let grounds = Set(sheet.matches(of: #/background: (#[0-9a-f]{3,6})/#).map { String($0.output.1) })
        #expect(inks.count >= 3 && grounds.count >= 2)
        for ink in inks {
            for ground in grounds {
                #expect(Self.contrast(ink, ground) >= 7, "\(ink) on \(ground)")
            }
        }
    }

    /// As WCAG 2 counts it.
    private static func contrast(_ one: String, _ other: String) -> Double {
        func luminance(_ color: String) -> Double {
            var digits = color.dropFirst().map(String.init)
            if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
            let parts = stride(from: 0, to: 6, by: 2).map { place -> Double in
                let value = Double(Int(digits[place] + digits[place + 1], radix: 16) ?? 0) / 255
                return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        }
        let (a, b) = (luminance(one), luminance(other))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    private static let odd = """
        stepwell: 1
        pathway: odd
        version: "1"
        title: '<script>alert("1")</script> & \\N; -->'
        owner: clinician
        roles: [clinician]
        events: {go: {}}
        messages:
          hello: {subject: {en: Good morning, es: Buenos días}, body: {en: "</style><img src=http://example.org/x>", es: Hola}}
        states:
          here:
            title: '</title><script>alert(2)</script>"]; x -> y'
            expected: 1 week   # '" onclick="x' is what somebody said
            entry: [{notify: patient, message: hello}]
            transitions: [{id: leave, event: go, to: there, because: "\u{202E}turned around"}]
          there: {title: 'שלום <b>עולם</b>', outcome: completed}

        """

    /// Another reader of HTML: the text of the page, and what is wrong with its form.
    private static let reader = #"""
        import json, sys
        from html.parser import HTMLParser

        VOID = {"meta"}
        ALLOWED = set("html head meta title style body a header h1 h2 h3 h4 p dl dt dd nav ol ul li main section article div "
                      "span bdi code strong small table caption thead tbody tr th td pre footer".split())
        SVG = set("svg g title desc polygon path text ellipse polyline defs rect tspan".split())

        class Look(HTMLParser):
            def __init__(self):
                super().__init__(convert_charrefs=True)
                self.open, self.text, self.problems, self.ids, self.links, self.level = [], [], [], [], [], 0
                self.labels, self.landmarks = [], []

            def handle_starttag(self, tag, given):
                attributes = dict(given)
                inside = "svg" in self.open
                if tag not in (SVG if inside or tag == "svg" else ALLOWED): self.problems.append(f"element {tag}")
                for name, value in given:
                    if name.startswith("on") or name in ("src", "style", "action", "srcset", "formaction"):
                        self.problems.append(f"attribute {name} of {tag}")
                    if name.endswith("href"):
                        if not value.startswith("#"): self.problems.append(f"leads out: {value}")
                        self.links.append(value[1:])
                if "id" in attributes: self.ids.append(attributes["id"])
                self.labels += attributes.get("aria-labelledby", "").split()
                if tag == "html" and not attributes.get("lang"): self.problems.append("no language")
                if tag == "th" and attributes.get("scope") not in ("row", "col"): self.problems.append("th without scope")
                if tag in ("header", "nav", "main", "footer"): self.landmarks.append(tag)
                if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
                    level = int(tag[1])
                    if level > self.level + 1: self.problems.append(f"h{level} behind h{self.level}")
                    self.level = level
                if tag == "ul" and self.open and self.open[-1] in ("ul", "p"): self.problems.append("ul in " + self.open[-1])
                if tag == "li" and self.open[-1] not in ("ul", "ol"): self.problems.append("li in " + self.open[-1])
                if tag in ("p", "ul", "table") and "p" in self.open: self.problems.append(f"{tag} in p")
                if tag not in VOID: self.open.append(tag)

            def handle_startendtag(self, tag, given):
                self.handle_starttag(tag, given)
                if tag not in VOID: self.open.pop()

            def handle_endtag(self, tag):
                if not self.open or self.open[-1] != tag: self.problems.append(f"{tag} ends in {self.open[-1:]}")
                else: self.open.pop()

            def handle_data(self, data):
                if "style" not in self.open and "svg" not in self.open: self.text.append(data)

        look = Look()
        page = open(sys.argv[1], encoding="utf-8").read()
        look.feed(page)
        look.close()
        if look.open: look.problems.append(f"open at the end: {look.open}")
        for once in {one for one in look.ids if look.ids.count(one) > 1}: look.problems.append(f"two have the id {once}")
        for name in set(look.links + look.labels) - set(look.ids): look.problems.append(f"nothing has the id {name}")
        if look.landmarks != ["header", "nav", "main", "footer"]: look.problems.append(f"landmarks {look.landmarks}")
        if not page.startswith("<!DOCTYPE html>\n"): look.problems.append("no doctype")
        text = " ".join("".join(look.text).split())
        print(json.dumps({"problems": look.problems, "text": text}))

        """#
}
