import Nx1Shell
import ShellSession

/// What the page says that neither the argument parser nor the registry knows.
extension ManualPage {
    static let description = """
        Type a question, watch the crew work, read the answer. Lines that begin with a colon are commands and steer the \
        session; the same lines work at a prompt, on the command line and in a pipe.

        With a question, or with lines given by -c and -f, it does them and ends. With none, and stdin a terminal, it shows \
        a prompt; else it does the lines of stdin.

        The prompt names the crew that gets the next text, and the profile unless that is default. While a crew works, \
        Ctrl-C leaves the run, and it goes on; the line that appears says how to take it up again. Ctrl-D leaves the shell.

        stdout holds answers and what a command was asked to show, nothing else; progress, notes and errors go to stderr. \
        In a pipe an answer is what the service sent, byte for byte, and one newline.

        The host and the sign-in come from options, else from the environment, else from a profile. At the first start, with \
        none of them, the prompt asks. With --sandbox nothing has to be set.
        """

    static let linesAndTexts = """
        A text goes to the default crew, ask at first, as its question. A line whose first character is a colon is a command, \
        and \\: begins a text with a colon.

        Several lines as one text stand between \""" and \""". A \\ at the end of a line goes on in the next one, and so do \
        Ctrl-J and a paste. A text that ends with a blank and & is asked without waiting.

        In scripts blank lines and lines that begin with # are skipped.

        Inputs for :crew, :set and --set are key=text, key:=json, key=@file (a text) and key:=@file (JSON). They come first; \
        the first word that is none, or --, begins the text.

        RUN is last (the default), %N (the session's Nth), or a correlation id or any unique beginning of one.
        """

    static let commands = """
        At the prompt :help lists them, :help GROUP says what those of a group do, and :help COMMAND tells all about one. A \
        wrong name gets the nearest right ones. Tab completes names and what follows them.

        A command that shows something takes -o FORMAT, and may end in | COMMAND, > FILE or >> FILE. What it shows goes there \
        in its plain form, without colours. SHELL reads COMMAND, which has the terminal until it ends. An exit status other \
        than 0 is a failure. Behind :crew, :set and the like, which may be followed by a text, this is so only if they stand \
        alone: a question is never cut at a |.
        """

    static let examples: [Command.Example] = [
        .init("nx1sh --sandbox", "A prompt on a service of its own, for trying things:"),
        .init("nx1sh 'How many orders shipped late?'", "One question:"),
        .init(
            """
            nx1sh -o json -f questions.txt |
                jq -r 'select(.status == "completed") | .result'
            """,
            "The questions of a file, and from each record the answer:"),
        .init(
            "nx1sh -j 8 --batch orders -o json -f questions.txt >answers.jsonl",
            "Eight at once; run again after a crash or Ctrl-C, it does only what is missing:"),
        .init("nx1sh ':result 5f3c'", "The answer of a run, by the beginning of its id:"),
    ]

    /// Pages to read on in, with their sections, in the order of sections and letters.
    static let relatives = ["curl 1", "jq 1", "less 1", "editrc 5"]
}
