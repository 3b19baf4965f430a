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

    private func layout(_ arguments: String...) throws -> Layout {
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

    @Test(
        "no text lies on another, crosses a border or leaves the page",
        arguments: ["iop_basic", "hospital_to_iop", "adult_iop"])
    func shipped(_ name: String) throws {
        expectLegible(try layout("Pathways/\(name).yaml"))
    }

    @Test("nor where something is laid over it")
    func drawnOver() throws {
        expectLegible(try layout("--story", "Pathways/adult_iop.test.yaml#A1 Depression, full course to remission"))
        expectLegible(try layout("Pathways/hospital_to_iop.yaml", "--diff", "Pathways/iop_basic.yaml"))
    }

    @Test("a short pathway is no larger than a page of letter paper, but for a tenth")
    func onePage() throws {
        let page = try layout("Pathways/iop_basic.yaml").page
        #expect(page.right < 540 * 1.1 && page.top < 756 * 1.1, "\(page)")
    }

    // MARK: Kept pictures

    @Test("the pictures in the docs are what is drawn now", arguments: ["iop_basic", "hospital_to_iop", "adult_iop"])
    func kept(_ name: String) throws {
        let shell = Shell(in: Shell.project)
        let picture = "docs/pictures/\(name).svg"
        let text = try String(contentsOf: Shell.project.appendingPathComponent(picture), encoding: .utf8)
        let outline = try shell.stepwell("draw", "Pathways/\(name).yaml").output
        let told = try #require(text.firstMatch(of: #/<desc id="outline">((?s:.*?))</desc>/#)?.output.1)
        #expect(
            told.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
                .replacing("&#39;", with: "'").replacing("&amp;", with: "&") == outline,
            "\(picture) is not the pathway as it is now: run Scripts/pictures.sh")
        // Another Graphviz, or another font, draws other lines.
        guard try shell.bash("dot -V").output.contains("version 2.43.0"),
            try shell.bash("fc-match Arial").output.contains("LiberationSans")
        else { return }
        let checked = try shell.stepwell("draw", "Pathways/\(name).yaml", "--format", "svg", "--check", picture)
        #expect(checked.status == 0, "\(picture): run Scripts/pictures.sh")
    }
}
