import Nx1Client
import Testing

@testable import ProfileDrafts
@testable import ShellOutput

@Suite("The dialog of a first start")
struct FirstStartTests {
    /// The questions and the last step for these answers, and the number of invalid ones.
    private func talk(_ answers: String?...) -> (start: FirstStart, asked: [FirstStart.Question], wrong: Int)
    {
        var start = FirstStart()
        var asked: [FirstStart.Question] = []
        var wrong = 0
        for answer in answers {
            guard case .ask(let question) = start.step else { break }
            asked.append(question)
            do { try start.goOn(with: answer) } catch { wrong += 1 }
        }
        return (start, asked, wrong)
    }

    @Test("asks for host, method and key", arguments: ["key", "k", "KEY"])
    func key(way: String) {
        let done = talk("aiapi.acme.example", way, "secret")
        #expect(done.asked == [.host, .way, .apiKey])
        #expect(done.start.step == .write)
        #expect(
            done.start.draft.settings == [
                ProfileSetting(.host, "aiapi.acme.example"), ProfileSetting(.apiKey, "secret"),
            ])
    }

    @Test("asks for host, method, issuer and client id for the browser", arguments: ["browser", "b"])
    func browser(way: String) throws {
        let done = talk("https://a.example", way, "https://sso.example/realms/a", "nx1sh")
        #expect(done.asked == [.host, .way, .issuer, .clientID])
        #expect(done.start.step == .write)
        guard case .browser? = try done.start.draft.signIn() else {
            Issue.record("no browser sign-in")
            return
        }
    }

    @Test("offers the sandbox instead")
    func sandbox() {
        #expect(talk("Sandbox").start.step == .sandbox)
    }

    @Test("ends with an empty answer or none, at every question")
    func left() {
        let whole: [[String]] = [["a.example", "key"], ["a.example", "browser", "https://sso.example"]]
        for answers in whole {
            for count in 0...answers.count {
                for end in ["", "quit", ":q", "EXIT", "/bye", nil] as [String?] {
                    var start = FirstStart()
                    for answer in answers.prefix(count) { try? start.goOn(with: answer) }
                    try? start.goOn(with: end)
                    #expect(start.step == .leave)
                }
            }
        }
    }

    @Test(
        "explains an invalid answer, and asks again",
        arguments: [
            ([], "http://a.example", "plain HTTP"), ([], "ftp://a", "neither https nor http"),
            ([], "two words", "white space"),
            (["a.example"], "perhaps", "Type key or browser. The next question asks for the key itself."),
            (["a.example", "key"], "kéy", "key"),
            (["a.example", "browser"], "ftp://sso", "neither https nor http"),
        ])
    func wrong(before: [String], answer: String, reason: String) throws {
        var start = FirstStart()
        for answer in before { try start.goOn(with: answer) }
        let step = start.step
        let error = #expect(throws: (any Error).self) { try start.goOn(with: answer) }
        #expect(error.flatMap(Complaint.init)?.sentence.contains(reason) == true)
        #expect(start.step == step)
    }

    @Test("doesn't quote a key typed as the answer to another question")
    func keyInPlaceOfWay() throws {
        var start = FirstStart()
        try start.goOn(with: "a.example")
        let error = #expect(throws: (any Error).self) { try start.goOn(with: "planted-4be81f6c0d") }
        #expect(error.flatMap(Complaint.init)?.sentence.contains("planted") == false)
    }

    @Test("always ends, whatever is typed")
    func bounded() {
        let done = talk("ftp://a", "ftp://b", "ftp://c", "a.example")
        #expect(done.wrong == 3)
        #expect(done.start.step == .leave)
        #expect(done.start.draft.settings == [])
        // A valid answer resets the count.
        #expect(talk("ftp://a", "ftp://b", "a.example", "x", "y").start.step == .ask(.way))
    }

    @Test("leaves room for each answer in 80 columns")
    func width() {
        for question in [FirstStart.Question.host, .way, .apiKey, .issuer, .clientID] {
            #expect(FirstStart.words(for: question).count <= 70)
        }
    }
}
