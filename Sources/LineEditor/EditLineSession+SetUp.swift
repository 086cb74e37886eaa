import CLibEdit

extension EditLineSession {
    /// The order decides who wins: our proposals, then the person's `~/.editrc`, then what has to hold.
    func setUp() {
        libedit_set_client(editor, Unmanaged.passUnretained(self).toOpaque())
        if let type = configuration.terminalType { libedit_set_terminal(editor, type) }
        libedit_set_signals(editor, 0)
        libedit_set_editor(editor, "emacs")
        libedit_bind(editor, "^R", "em-inc-search-prev")
        el_source(editor, configuration.settingsFile)

        libedit_set_prompt(editor) { EditLineSession.of($0)?.prompt.baseAddress }
        libedit_set_reader(editor) { editor, key in
            guard let session = EditLineSession.of(editor), let key else { return -1 }
            return session.readKey(into: key)
        }
        if let entries = history.entries { libedit_use_history(editor, entries) }
        addCommands()
        // `edit off` in ~/.editrc, and TERM=emacs, leave all editing to the terminal: then its modes stay its own.
        guard libedit_is_editing(editor) == 1 else { return }
        setModes()
    }

    private func addCommands() {
        libedit_add_command(editor, "complete-word", "Complete the word before the cursor") { editor, _ in
            UInt8(EditLineSession.of(editor)?.complete() ?? libedit_beeps)
        }
        libedit_add_command(editor, "insert-newline", "Begin another row") { editor, _ in
            guard let session = EditLineSession.of(editor) else { return UInt8(libedit_beeps) }
            session.insert("\n")
            return UInt8(libedit_redraws)
        }
        libedit_add_command(editor, "paste-in-brackets", "Take pasted text as it is") { editor, _ in
            guard let session = EditLineSession.of(editor) else { return UInt8(libedit_beeps) }
            session.insert(session.readPaste())
            return UInt8(libedit_redraws)
        }
        libedit_bind(editor, "^I", "complete-word")
        // Ctrl-J, which is read as CR: see Terminal.
        libedit_bind(editor, "^M", "insert-newline")
        // In vi mode the paste's first character would delay every Escape.
        pastesInBrackets = terminal.understandsSequences && String(cString: libedit_editor(editor)) == "emacs"
        if pastesInBrackets { libedit_bind(editor, "\\e[200~", "paste-in-brackets") }
    }

    /// The two states that ``Terminal`` explains.
    private func setModes() {
        for flag in ["+icrnl", "+inlcr"] { libedit_set_flag(editor, "-d", flag) }
        for flag in ["+icrnl", "+inlcr", "-icanon", "-echo"] { libedit_set_flag(editor, "-x", flag) }
    }
}
