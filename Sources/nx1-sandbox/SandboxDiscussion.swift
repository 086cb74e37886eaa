import Nx1Sandbox

/// What `--help` says about using the service.
enum SandboxDiscussion {
    static let text = """
        Prints the lines NX1_HOST=…, NX1_API_KEY=… and NX1_ACCESS_TOKEN=… once it listens, and two profiles for \
        signing in by OAuth; Ctrl-C ends it. Requests carry `Authorization-PSK: KEY` or `Authorization: Bearer TOKEN`. \
        With --tls there is a line SSL_CERT_FILE=… too: the authority to trust.

        Members of task_input choose how a run behaves:
          scenario   one of the words below, or several, such as drop+ndjson
          framing    how the events travel: sse (default), ndjson or poll
                     (scenario may name it too)
          events     1 to 10000000: so many more events, as fast as they are
                     read: pieces of what a model writes
          duration   0 to 3600: seconds from start to end, at speed 1
          result     any JSON: the answer is exactly this
          question   what the crew is asked (or text)
          labels     list of texts: what classification chooses from

        Scenarios:
          ok         nothing unusual
          slow       takes 20 s
          fail       ends as failed, with an error text
          flaky      the first request to start it, for its events and for its
                     result is answered with 503
          drop       the event stream is cut three times
          silent     the event stream opens and says nothing
          garbled    events that are no JSON or no UTF-8; control characters in
                     messages and answer
          huge       one event of 1 MiB, an answer of 5 MiB
          plain      events say in words what happens, without ids and parents,
                     as other services' do; else they are CrewAI's
          wrapped    events are {"event_type", "timestamp", "data": {…}}
          untyped    server-sent events without an event field
          crew-output
                     the answer is CrewAI's output object

        Faults of the whole service:
        \(faults)

        Exit status: 0 when ended by Ctrl-C or SIGTERM, 2 when it can't start.
        """

    private static let faults = ServiceFault.allCases.map { fault in
        "  " + fault.rawValue + String(repeating: " ", count: 11 - fault.rawValue.count) + fault.explanation
    }.joined(separator: "\n")
}
