import Testing

@testable import LineEditor

@Suite("A key pressed alone")
struct LoneKeyTests {
    private let start = ContinuousClock.now
    private let letter = UInt8(ascii: "d")

    private func moment(_ milliseconds: Int) -> LoneKey.Moment {
        start + .milliseconds(milliseconds)
    }

    @Test("counts if nothing follows for a moment")
    func alone() {
        var key = LoneKey(letter)
        #expect(key.patience(at: moment(0)) == nil)
        #expect(key.feed(letter, at: moment(0)) == .init())
        #expect(key.patience(at: moment(30)) == .milliseconds(70))
        #expect(key.pass(to: moment(99)) == .init())
        #expect(key.pass(to: moment(100)) == .init(presses: [.pressed]))
        #expect(key.pass(to: moment(200)) == .init())
        #expect(key.patience(at: moment(200)) == nil)
        #expect(key.giveBack(at: moment(600)) == .init())
    }

    @Test("is text, and not reported, if text follows at once")
    func beginning() {
        var key = LoneKey(letter)
        _ = key.feed(letter, at: moment(0))
        #expect(key.feed(UInt8(ascii: "a"), at: moment(40)) == .init(typed: Array("da".utf8)))
    }

    @Test("is revoked and becomes text if text follows soon")
    func doubt() {
        var key = LoneKey(letter)
        _ = key.feed(letter, at: moment(0))
        _ = key.pass(to: moment(100))
        #expect(
            key.feed(UInt8(ascii: "a"), at: moment(200))
                == .init(presses: [.takenBack], typed: Array("da".utf8)))
    }

    @Test("pressed twice is text if text follows soon, and otherwise counts twice")
    func twice() {
        var key = LoneKey(letter)
        _ = key.feed(letter, at: moment(0))
        _ = key.pass(to: moment(100))
        _ = key.feed(letter, at: moment(200))
        #expect(
            key.feed(UInt8(ascii: "l"), at: moment(250))
                == .init(presses: [.takenBack], typed: Array("ddl".utf8)))
        _ = key.feed(letter, at: moment(1000))
        _ = key.feed(letter, at: moment(1030))
        #expect(key.pass(to: moment(1130)) == .init(presses: [.pressed, .pressed]))
    }

    @Test("goes to the next line if that starts before the key is certain")
    func unsure() {
        var key = LoneKey(letter)
        _ = key.feed(letter, at: moment(0))
        #expect(key.giveBack(at: moment(50)) == .init(typed: [letter]))
        _ = key.feed(letter, at: moment(1000))
        _ = key.pass(to: moment(1100))
        #expect(key.giveBack(at: moment(1200)) == .init(presses: [.takenBack], typed: [letter]))
    }

    @Test("isn't revoked if another key follows late")
    func late() {
        var key = LoneKey(letter)
        _ = key.feed(letter, at: moment(0))
        _ = key.pass(to: moment(100))
        #expect(key.feed(UInt8(ascii: "a"), at: moment(600)) == .init(typed: Array("a".utf8)))
    }
}
