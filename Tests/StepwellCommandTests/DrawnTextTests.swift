import Foundation
import PathwayModel
import TestSupport
import Testing

/// Where Graphviz puts the texts of a picture, by its own measures.
@Suite("Texts of a picture")
struct DrawnTextTests {
    /// A box in points: from the left and from below.
    private struct Area {
        var (left, bottom, right, top): (Double, Double, Double, Double)

        func overlaps(_ other: Area) -> Bool {
            left < other.right - 0.5 && other.left < right - 0.5 && bottom < other.top - 0.5 && other.bottom < top - 0.5
        }

        func contains(_ other: Area) -> Bool {
            left <= other.left && bottom <= other.bottom && other.right <= right && other.top <= top
        }
    }

    private struct Layout {
        var page: Area
        var texts: [(text: String, area: Area)] = []
        var borders: [Area] = []
    }

    private func layout(_ arguments: [String]) throws -> Layout {
        let shell = Shell(in: Shell.project)
        let folder = try TemporaryFolder()
        let dot = try shell.stepwell(["draw"] + arguments + ["--format", "dot"])
        #expect(dot.status == 0, "\(dot.errors)")
        try dot.output.write(to: folder.root.appendingPathComponent("picture.dot"), atomically: true, encoding: .utf8)
        let json = try JSON.parse(try Shell(in: folder.root).bash("dot -Tjson picture.dot").output)
        var layout = Layout(page: try #require(Self.area(json["bb"])))
        let parts = (json["objects"]?.array ?? []) + (json["edges"]?.array ?? [])
        for part in [json] + parts { layout.texts += Self.texts(of: part) }
        layout.borders = parts.compactMap { Self.area($0["bb"]) }
        return layout
    }

    private static func area(_ bounds: JSON?) -> Area? {
        guard let numbers = bounds?.string?.split(separator: ",").compactMap({ Double($0) }), numbers.count == 4 else {
            return nil
        }
        return Area(left: numbers[0], bottom: numbers[1], right: numbers[2], top: numbers[3])
    }

    private static func texts(of part: JSON) -> [(String, Area)] {
        var size = 14.0
        return (part["_ldraw_"]?.array ?? []).compactMap { step in
            switch step["op"]?.string {
            case "F":
                size = step["size"]?.double ?? size
                return nil
            case "T":
                guard let text = step["text"]?.string, let place = step["pt"]?.array, place.count == 2,
                    let x = place[0].double, let y = place[1].double, let width = step["width"]?.double
                else { return nil }
                let left = step["align"]?.string == "l" ? x : step["align"]?.string == "r" ? x - width : x - width / 2
                return (text, Area(left: left, bottom: y - 0.22 * size, right: left + width, top: y + 0.75 * size))
            default: return nil
            }
        }
    }

    private func expectLegible(_ layout: Layout, _ place: SourceLocation = #_sourceLocation) {
        #expect(layout.texts.count > 20, sourceLocation: place)
        for (number, one) in layout.texts.enumerated() {
            #expect(layout.page.contains(one.area), "'\(one.text)' leaves the page", sourceLocation: place)
            for other in layout.texts[(number + 1)...] where one.area.overlaps(other.area) {
                Issue.record("'\(one.text)' lies on '\(other.text)'", sourceLocation: place)
            }
            for border in layout.borders where border.overlaps(one.area) && !border.contains(one.area) {
                Issue.record("'\(one.text)' crosses a border", sourceLocation: place)
            }
        }
    }

    /// A picture in the docs, by what draws it.
    struct Kept: Sendable, CustomTestStringConvertible {
        var name: String
        var arguments: [String]
        var testDescription: String { name }
    }

    private static let pages = [
        "before_admission", "iop", "outpatient", "higher", "on_hold", "crisis_hold", "follow_up", "closed",
    ]
    private static let kept =
        [
            Kept(name: "iop_basic", arguments: ["Pathways/iop_basic.yaml"]),
            Kept(name: "hospital_to_iop", arguments: ["Pathways/hospital_to_iop.yaml"]),
            Kept(name: "adult_iop", arguments: ["Pathways/adult_iop.yaml", "--overview"]),
        ]
        + pages.map { Kept(name: "adult_iop-\($0)", arguments: ["Pathways/adult_iop.yaml", "--page", $0]) }

    @Test("no text lies on another, crosses a border or leaves the page", arguments: kept)
    func legible(_ picture: Kept) throws { expectLegible(try layout(picture.arguments)) }

    @Test("nor where it is all in one, or something is laid over it")
    func drawnOver() throws {
        expectLegible(try layout(["Pathways/adult_iop.yaml"]))
        let story = "Pathways/adult_iop.test.yaml#A1 Depression, full course to remission"
        expectLegible(try layout(["--story", story]))
        expectLegible(try layout(["Pathways/hospital_to_iop.yaml", "--diff", "Pathways/iop_basic.yaml"]))
    }

    @Test("on A4 and letter paper a picture is shrunk to half its size at most", arguments: kept)
    func onPaper(_ picture: Kept) throws {
        let page = try layout(picture.arguments).page
        // What both papers have between margins of half an inch, the longer side along the picture's.
        let (long, short) = (720.0, 523.0)
        let scale = min(long / max(page.right, page.top), short / min(page.right, page.top), 1)
        #expect(scale >= 0.5, "\(page)")
    }

    // MARK: Kept pictures

    @Test("the pictures in the docs are what is drawn now", arguments: kept)
    func isCurrent(_ picture: Kept) throws {
        let shell = Shell(in: Shell.project)
        let file = "docs/pictures/\(picture.name).svg"
        let text = try String(contentsOf: Shell.project.appendingPathComponent(file), encoding: .utf8)
        let outline = try shell.stepwell(["draw"] + picture.arguments).output
        let told = try #require(text.firstMatch(of: #/<desc id="outline">((?s:.*?))</desc>/#)?.output.1)
        #expect(
            told.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
                .replacing("&#39;", with: "'").replacing("&amp;", with: "&") == outline,
            "\(file) is not the pathway as it is now: run Scripts/pictures.sh")
        // Another Graphviz, or another font, draws other lines.
        guard try shell.bash("dot -V").output.contains("version 2.43.0"),
            try shell.bash("fc-match Arial").output.contains("LiberationSans")
        else { return }
        let checked = try shell.stepwell(["draw"] + picture.arguments + ["--format", "svg", "--check", file])
        #expect(checked.status == 0, "\(file): run Scripts/pictures.sh")
    }
}
