import Foundation
import TestSupport
import Testing

/// Levels of care on a picture, and pictures of parts.
@Suite("stepwell draw, by level and in pages")
struct DrawnPagesTests {
    private func draw(_ arguments: String...) throws -> Shell.Result {
        try Shell(in: Shell.project).stepwell(["draw"] + arguments)
    }

    private let adult = "Pathways/adult_iop.yaml"

    @Test(
        "levels stand on a scale from low to high, and each state says its own",
        arguments: ["text", "mermaid", "dot", "svg"])
    func levels(_ format: String) throws {
        let drawn = try draw("Pathways/iop_basic.yaml", "--format", format).output
            .replacing("#58;", with: ":").replacing("#9648;", with: "▰").replacing("#9649;", with: "▱")
            .replacing("#9648;", with: "▰").replacing("&#160;", with: "\u{A0}").replacing("#160;", with: "\u{A0}")
        #expect(
            drawn.contains("levels of care, low to high: ▰▱▱\u{A0}follow_up, ▰▰▱\u{A0}outpatient, ▰▰▰\u{A0}iop"),
            "\(drawn)")
        #expect(drawn.contains("level of care: outpatient ▰▰▱"))
        #expect(try !draw("Pathways/hospital_to_iop.yaml", "--format", format).output.contains("level of care"))
    }

    @Test("a page has the states of a level, and what leads there and away")
    func page() throws {
        let page = try draw(adult, "--page", "iop").output
        #expect(page.contains("page iop\n") && page.contains("Three days a week [iop_3]"), "\(page)")
        #expect(page.contains("→ Ready to start [ready], on another page"))
        #expect(page.contains("→ Once a week [aftercare], on another page"))
        #expect(page.contains("Ways of the states around") && page.contains("– hold → On hold"))
        #expect(!page.contains("Seat offered") && !page.contains("contact_7d"))
    }

    @Test("a page may be a state, by its path or the end of it")
    func state() throws {
        let path = "care.before_admission.queue"
        let whole = try draw(adult, "--page", path).output
        #expect(
            whole.contains("Seat offered [offered]") && whole.contains("→ Five days a week [iop_5], on another page"))
        let short = try draw(adult, "--page", "queue").output
        #expect(short == whole.replacing("page \(path)", with: "page queue"))
        // Many ways in are told in the box.
        let closed = try draw(adult, "--page", "closed").output
        #expect(closed.contains("← unreached, from Referred") && !closed.contains("→ Referred [referred]"))
    }

    @Test("a case begins on the page where it does")
    func begin() throws {
        let (dot, mermaid) = ("dot", "mermaid")
        for page in ["higher", "iop", "on_hold"] {
            #expect(try !draw(adult, "--page", page, "--format", dot).output.contains("label=\"begins\""), "\(page)")
            #expect(try !draw(adult, "--page", page, "--format", mermaid).output.contains("\n    [*] -->"), "\(page)")
        }
        #expect(try draw(adult, "--overview", "--format", mermaid).output.contains("\n    [*] -->"))
        let basic = "Pathways/iop_basic.yaml"
        #expect(try draw(basic, "--page", "assessment", "--format", dot).output.contains("label=\"begins\""))
    }

    @Test("the overview closes what has a page of its own, and has every way between them")
    func overview() throws {
        let overview = try draw(adult, "--overview").output
        for expected in [
            "overview\n", "→ before_admission, page care.before_admission", "– Decision on the level of care",
            "→ Follow-up [follow_up], page care.follow_up", "! crisis → crisis_hold", "■ Deceased",
            "close_unreached, loc_php, loc_outpatient → closed",
        ] {
            #expect(overview.contains(expected), "\(expected) is not in\n\(overview)")
        }
        #expect(!overview.contains("Seat offered"))
    }

    @Test("what is laid over the whole lies over its parts")
    func drawnOver() throws {
        let story = "Pathways/adult_iop.test.yaml#A1 Depression, full course to remission"
        let overview = try draw("--story", story, "--overview").output
        #expect(overview.contains("✓ ") && overview.contains("● in closed.closed_completed"), "\(overview)")
        #expect(try draw("--story", story, "--page", "iop").output.contains("✓ 20"))
    }

    @Test("there is no page of what is not there, and the pages there are, are named")
    func usage() throws {
        let missing = try draw(adult, "--page", "nowhere")
        #expect(missing.status == 66 && missing.errors.contains("its pages are: follow_up, outpatient, iop, higher"))
        #expect(try draw(adult, "--page", "due").status == 66)
        #expect(try draw(adult, "--page", "iop", "--overview").status == 64)
    }
}
