import CLibEdit

extension EditLineSession {
    /// The order decides who wins: our proposals, then the person's `~/.editrc`, then what has to hold.
    func setUp() {
        libedit_set_client(editor, Unmanaged.passUnretained(self).toOpaque())
        if let type = configuration.terminalType { libedit_set_terminal(editor, type) }
        libedit_set_signals(editor, 0)
        libedit_set_editor(editor, "emacs")
        addCommands()
        libedit_bind(editor, "^R", "em-inc-search-prev")
        // Alt with Enter.
        for key in ["\\e^J", "\\e^M"] { libedit_bind(editor, key, "insert-newline") }
        el_source(editor, configuration.settingsFile)

        libedit_set_prompt(editor) { EditLineSession.of($0)?.prompt.baseAddress }
        libedit_set_reader(editor) { editor, key in
            guard let session = EditLineSession.of(editor), let key else { return -1 }
            return session.readKey(into: key)
        }
        if let entries = history.entries { libedit_use_history(editor, entries) }
        bindKeys()
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
        libedit_add_command(editor, "go-up", "A row up, or to an older line that begins alike") { editor, _ in
            UInt8(EditLineSession.of(editor)?.goUp() ?? libedit_beeps)
        }
        libedit_add_command(editor, "go-down", "A row down, or to a newer line that begins alike") {
            editor, _ in
            UInt8(EditLineSession.of(editor)?.goDown() ?? libedit_beeps)
        }
        libedit_add_command(editor, "go-to-older", "An older line that begins alike") { editor, _ in
            UInt8(EditLineSession.of(editor)?.goToOlder() ?? libedit_beeps)
        }
        libedit_add_command(editor, "go-to-newer", "A newer line that begins alike") { editor, _ in
            UInt8(EditLineSession.of(editor)?.goToNewer() ?? libedit_beeps)
        }
        // libedit's own stops one short in vi mode, also while text is inserted.
        libedit_add_command(editor, "go-to-end", "Behind the last character") { editor, _ in
            guard let session = EditLineSession.of(editor) else { return UInt8(libedit_beeps) }
            libedit_move_cursor(editor, Int32(session.line.scalars.count))
            return UInt8(libedit_moves_cursor)
        }
        // libedit's own takes the last character in vi mode when it stands behind it, and ends an empty line.
        libedit_add_command(editor, "delete-forward", "Delete the character at the cursor") { editor, _ in
            guard let session = EditLineSession.of(editor) else { return UInt8(libedit_beeps) }
            let (scalars, cursor) = session.line
            guard cursor < scalars.count else { return UInt8(libedit_beeps) }
            libedit_move_cursor(editor, Int32(cursor + 1))
            el_deletestr(editor, 1)
            return UInt8(libedit_redraws)
        }
        libedit_add_command(editor, "edit-in-editor", "Hand the line to a text editor") { editor, _ in
            UInt8(EditLineSession.of(editor)?.leaveForEditor() ?? libedit_beeps)
        }
    }

    private func bindKeys() {
        libedit_bind(editor, "^I", "complete-word")
        // Ctrl-J, which is read as CR: see Terminal.
        libedit_bind(editor, "^M", "insert-newline")
        libedit_bind(editor, "^X^E", "edit-in-editor")
        for key in FunctionKey.all { libedit_bind(editor, key.name, key.command) }
        pastesInBrackets = terminal.understandsSequences
        if isVi { bindForVi() }
    }

    /// `bind -v` in ~/.editrc has undone what was proposed before it.
    private func bindForVi() {
        libedit_bind(editor, "^R", "em-inc-search-prev")
        libedit_bind_alternate(editor, "k", "go-up")
        libedit_bind_alternate(editor, "j", "go-down")
        libedit_bind_alternate(editor, "v", "edit-in-editor")
        for key in FunctionKey.all { libedit_bind_alternate(editor, key.name, key.command) }
    }

    var isVi: Bool { String(cString: libedit_editor(editor)) == "vi" }

    /// The two states that ``Terminal`` explains.
    private func setModes() {
        for flag in ["+icrnl", "+inlcr"] { libedit_set_flag(editor, "-d", flag) }
        for flag in ["+icrnl", "+inlcr", "-icanon", "-echo"] { libedit_set_flag(editor, "-x", flag) }
    }
}
