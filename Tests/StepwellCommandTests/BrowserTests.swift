import Foundation
import PathwayModel
import TestSupport
import Testing

private let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].first {
    FileManager.default.isExecutableFile(atPath: $0)
}

/// Papers and pictures as a browser lays them out, on a phone, a tablet and a desk.
@Suite("In a browser", .enabled(if: chromium != nil, "there is no chromium"))
struct BrowserTests {
    /// What is wrong with pages and pictures, a line each.
    private func problems(in shell: Shell, papers: [String: String], pictures: [String: String]) throws -> [String] {
        func script(_ texts: [String: String]) -> String {
            let members = texts.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }
            return JSON.object(members).text.replacing("<", with: "\\u003c")
        }
        let page = Self.page.replacing("PAPERS", with: script(papers)).replacing("PICTURES", with: script(pictures))
        try shell.write(page, to: "look.html")
        let browser = try #require(chromium)
        let seen = try shell.bash(
            "\(browser) --headless --no-sandbox --user-data-dir=browser --virtual-time-budget=60000 --dump-dom"
                + " \"file://$PWD/look.html\" 2>/dev/null")
        let said = try #require(seen.output.firstMatch(of: #/<pre id="said">(?s)(.*?)</pre>/#)).output.1
        let lines = said.split(separator: "\n").map(String.init)
        #expect(lines.first == "looked at")
        return Array(lines.dropFirst())
    }

    @Test("nothing of a paper is too wide or cut, and nothing of a picture is cut or lies on another")
    func shipped() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        let pathways = Shell.project.appendingPathComponent("Pathways")
        var papers: [String: String] = [:]
        for name in ["iop_basic", "hospital_to_iop", "adult_iop"] {
            let file = pathways.appendingPathComponent("\(name).yaml").path
            let paper = try shell.bash("stepwell paper '\(file)' --time 2")
            #expect(paper.status == 0, "\(paper.errors)")
            papers[name] = paper.output
        }
        var pictures: [String: String] = [:]
        let drawn = Shell.project.appendingPathComponent("docs/pictures")
        for file in try FileManager.default.contentsOfDirectory(at: drawn, includingPropertiesForKeys: nil) {
            pictures[file.lastPathComponent] = try String(contentsOf: file, encoding: .utf8)
        }
        #expect(pictures.count > 10)
        // A small picture shrinks to a phone's screen; of a large one a part is looked at.
        papers["iop_basic.svg"] = "<!DOCTYPE html><body style=\"margin: 0\">\(pictures["iop_basic.svg"] ?? "")"
        #expect(try problems(in: shell, papers: papers, pictures: pictures) == [])
    }

    @Test("what is too wide, cut, outside or on another is seen")
    func sees() throws {
        let folder = try TemporaryFolder()
        func text(_ x: Int, _ said: String) -> String {
            "<g class=\"node\"><polygon points=\"\(x),0 \(x + 60),0 \(x + 60),20 \(x),20\"/><text x=\"\(x)\" y=\"15\">\(said)</text></g>"
        }
        let picture =
            "<svg width=\"200\" height=\"40\">" + text(0, "one") + text(8, "two") + text(190, "out")
            + text(100, "much too long for it") + "</svg>"
        let paper = """
            <!DOCTYPE html><body><p style="width: 900px">wide</p>
            <p style="width: 40px; overflow: hidden; white-space: nowrap">cut in the middle</p>
            """
        let found = try problems(in: Shell(in: folder.root), papers: ["paper": paper], pictures: ["picture": picture])
        for part in [
            "paper at 320: 9", "paper at 768: 9", "paper at 320: P is cut",
            "picture: 'one' lies on 'two'", "picture: 'out' is cut", "picture: 'much too long for it' leaves its box",
        ] {
            #expect(found.contains { $0.contains(part) }, "\(part) in \(found)")
        }
        #expect(!found.contains { $0.hasPrefix("paper at 1440: 9") })
    }

    private static let page = #"""
        <!DOCTYPE html><html><head><meta charset="utf-8"></head><body><pre id="said">not looked at</pre><script>
        const papers = PAPERS, pictures = PICTURES, said = ["looked at"];
        function framed(text, width) {
          return new Promise(done => {
            const frame = document.createElement("iframe");
            frame.style.width = width + "px";
            frame.onload = () => done(frame);
            frame.srcdoc = text;
            document.body.append(frame);
          });
        }
        function lookAt(paper, name, width) {
          const page = paper.contentDocument, root = page.documentElement;
          if (root.scrollWidth > root.clientWidth + 1) said.push(`${name} at ${width}: ${root.scrollWidth} wide`);
          for (const part of page.querySelectorAll("body *")) {
            const style = paper.contentWindow.getComputedStyle(part);
            if (part.namespaceURI.endsWith("xhtml") && !["visible", "auto"].includes(style.overflowX)
                && part.scrollWidth > part.clientWidth + 1)
              said.push(`${name} at ${width}: ${part.tagName} is cut`);
          }
        }
        function lookAtPicture(frame, name) {
          const svg = frame.contentDocument.querySelector("svg"), page = svg.getBoundingClientRect();
          const texts = [...svg.querySelectorAll("text")].map(text => ({text, box: text.getBoundingClientRect()}));
          for (const {text, box} of texts) {
            if (box.left < page.left - 1 || box.right > page.right + 1 || box.top < page.top - 1
                || box.bottom > page.bottom + 1) said.push(`${name}: '${text.textContent}' is cut`);
            const shape = [...text.parentNode.children].find(one => ["polygon", "path", "ellipse"].includes(one.tagName));
            if (!shape || !text.closest("g.node")) continue;
            const around = shape.getBoundingClientRect();
            // What a way says stands on its line, and has a box of no size.
            if (around.width > 5 && (box.left < around.left - 1 || box.right > around.right + 1))
              said.push(`${name}: '${text.textContent}' leaves its box`);
          }
          texts.forEach(({text, box: a}, place) => texts.slice(place + 1).forEach(({text: other, box: b}) => {
            if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
                && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3)
              said.push(`${name}: '${text.textContent}' lies on '${other.textContent}'`);
          }));
        }
        (async () => {
          for (const [name, text] of Object.entries(papers)) for (const width of [320, 768, 1440]) {
            const frame = await framed(text, width);
            lookAt(frame, name, width);
            frame.remove();
          }
          for (const [name, text] of Object.entries(pictures)) {
            const frame = await framed("<!DOCTYPE html><body>" + text.slice(text.indexOf("<svg")), 5000);
            lookAtPicture(frame, name);
            frame.remove();
          }
          document.getElementById("said").textContent = said.join("\n");
        })();
        </script></body></html>
        """#
}
