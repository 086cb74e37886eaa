import CLibEdit

extension EditLineSession {
    /// Configures libedit. The order sets precedence: our defaults, then the person's `~/.editrc`, then required
    /// bindings.
    func setUp() {
        libedit_set_client(editor, Unmanaged.passUnretained(self).toOpaque())
        if let type = configuration.terminalType { libedit_set_terminal(editor, type) }
        libedit_set_signals(editor, 0)
        libedit_set_editor(editor, "emacs")
        addCommands()
        libedit_bind(editor, "^R", "em-inc-search-prev")
        // Alt-Enter.
        for key in ["\\e^J", "\\e^M"] { libedit_bind(editor, key, "insert-newline") }
        el_source(editor, configuration.settingsFile)

        libedit_set_prompt(editor) { EditLineSession.of($0)?.prompt.baseAddress }
        libedit_set_reader(editor) { editor, key in
            guard let session = EditLineSession.of(editor), let key else { return -1 }
            return session.readKey(into: key)
        }
        if let entries = history.entries { libedit_use_history(editor, entries) }
        bindKeys()
        // `edit off` in ~/.editrc, and TERM=emacs, leave editing to the terminal, so its modes must not change.
        guard libedit_is_editing(editor) == 1 else { return }
        setModes()
    }

    private func addCommands() {
        libedit_add_command(editor, "complete-word", "Complete the word before the cursor") { editor, _ in
            UInt8(EditLineSession.of(editor)?.complete() ?? libedit_beeps)
        }
        libedit_add_command(editor, "insert-newline", "Insert a line break") { editor, _ in
            guard let session = EditLineSession.of(editor) else { return UInt8(libedit_beeps) }
            session.insert("\n")
            return UInt8(libedit_redraws)
        }
        libedit_add_command(editor, "paste-in-brackets", "Insert pasted text verbatim") { editor, _ in
            guard let session = EditLineSession.of(editor) else { return UInt8(libedit_beeps) }
            session.insert(session.readPaste())
            return UInt8(libedit_redraws)
        }
        libedit_add_command(editor, "go-up", "Up a row, or to an older line that starts the same") {
            editor, _ in
            UInt8(EditLineSession.of(editor)?.goUp() ?? libedit_beeps)
        }
        libedit_add_command(editor, "go-down", "Down a row, or to a newer line that starts the same") {
            editor, _ in
            UInt8(EditLineSession.of(editor)?.goDown() ?? libedit_beeps)
        }
        libedit_add_command(editor, "go-to-older", "To an older line that starts the same") { editor, _ in
            UInt8(EditLineSession.of(editor)?.goToOlder() ?? libedit_beeps)
        }
        libedit_add_command(editor, "go-to-newer", "To a newer line that starts the same") { editor, _ in
            UInt8(EditLineSession.of(editor)?.goToNewer() ?? libedit_beeps)
        }
        // In vi mode, libedit's own command stops one character short, even while inserting.
        libedit_add_command(editor, "go-to-end", "To the end of the text") { editor, _ in
            guard let session = EditLineSession.of(editor) else { return UInt8(libedit_beeps) }
            libedit_move_cursor(editor, Int32(session.line.scalars.count))
            return UInt8(libedit_moves_cursor)
        }
        // In vi mode, libedit's own command deletes the last character if the cursor is after it, and ends an empty
        // line.
        libedit_add_command(editor, "delete-forward", "Delete the character at the cursor") { editor, _ in
            guard let session = EditLineSession.of(editor) else { return UInt8(libedit_beeps) }
            let (scalars, cursor) = session.line
            guard cursor < scalars.count else { return UInt8(libedit_beeps) }
            libedit_move_cursor(editor, Int32(cursor + 1))
            el_deletestr(editor, 1)
            return UInt8(libedit_redraws)
        }
        libedit_add_command(editor, "edit-in-editor", "Open the line in a text editor") { editor, _ in
            UInt8(EditLineSession.of(editor)?.leaveForEditor() ?? libedit_beeps)
        }
    }

    private func bindKeys() {
        libedit_bind(editor, "^I", "complete-word")
        // Ctrl-J, which is read as CR; see Terminal.
        libedit_bind(editor, "^M", "insert-newline")
        libedit_bind(editor, "^X^E", "edit-in-editor")
        for key in FunctionKey.all { libedit_bind(editor, key.name, key.command) }
        pastesInBrackets = terminal.understandsSequences
        if isVi { bindForVi() }
    }

    /// Restores the bindings that `bind -v` in ~/.editrc has removed.
    private func bindForVi() {
        libedit_bind(editor, "^R", "em-inc-search-prev")
        libedit_bind_alternate(editor, "k", "go-up")
        libedit_bind_alternate(editor, "j", "go-down")
        libedit_bind_alternate(editor, "v", "edit-in-editor")
        for key in FunctionKey.all { libedit_bind_alternate(editor, key.name, key.command) }
    }

    var isVi: Bool { String(cString: libedit_editor(editor)) == "vi" }

    /// Sets the two states that ``Terminal`` explains.
    private func setModes() {
        for flag in ["+icrnl", "+inlcr"] { libedit_set_flag(editor, "-d", flag) }
        for flag in ["+icrnl", "+inlcr", "-icanon", "-echo"] { libedit_set_flag(editor, "-x", flag) }
    }
}
