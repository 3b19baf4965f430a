import CEL
import StepwellRuntime
import Testing

@Suite("Attempts")
struct ScheduleTests {
    private static let now = Timestamp(seconds: 1_000_000)

    @Test("each wait is four times the one before, within a tenth, and the last attempt is the eighth")
    func waits() throws {
        for (place, wait) in RetrySchedule.waits.enumerated() {
            let next = try #require(RetrySchedule.next(after: place + 1, key: "case/1/0", from: Self.now))
            let seconds = next.seconds - Self.now.seconds
            #expect(abs(seconds - wait) <= wait / 10 + 1, "after \(place + 1)")
        }
        #expect(RetrySchedule.next(after: 8, key: "case/1/0", from: Self.now) == nil)
    }

    @Test("one message always waits as long, several do not wait alike")
    func jitter() {
        let waits = (0..<100).map { RetrySchedule.next(after: 3, key: "case/\($0)/0", from: Self.now)?.seconds ?? 0 }
        #expect(Set(waits).count > 40)
        #expect(
            waits == (0..<100).map { RetrySchedule.next(after: 3, key: "case/\($0)/0", from: Self.now)?.seconds ?? 0 })
    }

    @Test("the other side may ask for more, for a day at most")
    func asked() {
        func wait(_ seconds: Int) -> Int64 {
            (RetrySchedule.next(after: 1, key: "k", from: Self.now, atLeast: seconds)?.seconds ?? 0) - Self.now.seconds
        }
        #expect(wait(700) == 700)
        #expect(wait(10_000_000) == 86_400)
    }
}
