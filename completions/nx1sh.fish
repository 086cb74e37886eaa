function __nx1sh_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __nx1sh_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __nx1sh_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __nx1sh_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __nx1sh_parse_tokens -S
    set -l unparsed_tokens (__nx1sh_tokens -pc)
    switch $unparsed_tokens[1]
    case 'nx1sh'
        __nx1sh_parse_subcommand -r 1 'c/command=+' 'f/file=+' 'crew=' 'set=+' 'attach=+' 'continue' 'session=' 'dry-run' 'p/profile=' 'host=' 'api-key=' 'api-key-file=' 'no-verify-ssl' 'ca-file=' 'timeout=' 'retry-for=' 'deadline=' 'j/jobs=' 'batch=' 'each=' 'reuse=' 'input=' 'if-changed=' 'o/output=' 'progress=' 'events=' 'q/quiet' 'v/verbose' 'color=' 'stop-on-error' 'X/no-rc' 'no-journal' 'doctor' 'login' 'device' 'browser' 'port=' 'sandbox' 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'help'
            __nx1sh_parse_subcommand -r 1 'version'
        end
    end
end

function __nx1sh_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __nx1sh_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __nx1sh_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __nx1sh_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__nx1sh_tokens -p)
    if test -z "$(__nx1sh_tokens -t)"
        set -l index (count (__nx1sh_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'nx1sh' -f
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh"' -s 'c' -l 'command' -d 'Run LINE, then exit (repeatable; runs in order with -f).' -rfka ''
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh"' -s 'f' -l 'file' -d 'Run the lines of a file, then exit (repeatable; - is stdin).' -rF
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" crew' -l 'crew' -d 'The default crew.' -rfka 'ask classification data_engineering data_suggestion semantic_model'
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh"' -l 'set' -d 'Set a sticky input: key=text, key:=json, key=@file, key:=@file (repeatable).' -rfka ''
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh"' -l 'attach' -d 'Send a file with each question (repeatable; - is stdin).' -rF
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" continue' -l 'continue' -d 'Continue the last conversation, or that of a run if QUESTION starts with the run\'s id.'
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" session' -l 'session' -d 'Resume the session of that name, or start it.' -rfka ''
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" dry-run' -l 'dry-run' -d 'Print the requests as JSON lines without sending them.'
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" p profile' -s 'p' -l 'profile' -d 'Use a profile from ~/.nx1/profiles.' -rfka '(__nx1sh_custom_completion ---completion -- --profile (count (__nx1sh_tokens -pc)) (__nx1sh_tokens -tC))'
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" host' -l 'host' -d 'The service\'s URL.' -rfka ''
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" api-key' -l 'api-key' -d 'The pre-shared key. Others on this machine can see it; --api-key-file and NX1_API_KEY hide it.' -rfka ''
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" api-key-file' -l 'api-key-file' -d 'A file that holds the pre-shared key (- is stdin).' -rF
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" no-verify-ssl' -l 'no-verify-ssl' -d 'Don\'t check the service\'s certificate.'
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" ca-file' -l 'ca-file' -d 'Trust the certificate authorities in this file instead of the system\'s.' -rF
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" timeout' -l 'timeout' -d 'Timeout for each request (default: 30).' -rfka ''
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" retry-for' -l 'retry-for' -d 'Retry transient failures for this long (default: 60; 0 turns retries off).' -rfka ''
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" deadline' -l 'deadline' -d 'Stop waiting for a run after this long; the run itself continues.' -rfka ''
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" j jobs' -s 'j' -l 'jobs' -d 'Run up to N lines in parallel; answers stay in input order.' -rfka ''
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" batch' -l 'batch' -d 'Record finished lines under this name; running it again skips them.' -rfka ''
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" each' -l 'each' -d 'Run QUESTION or -c for each row, with {column} filled in: CSV, TSV, JSON lines, JSON, - or @RUN.' -rF
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" reuse' -l 'reuse' -d 'Reuse the last answer to the same request if it is at most this old (30s, 10m, 1h, 2d).' -rfka ''
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" input' -l 'input' -d 'How to read -f and stdin: lines or jsonl.' -rfka 'lines jsonl'
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" if-changed' -l 'if-changed' -d 'Run LINE and print its answer only if its tables (or its text) differ from the last answer to the request.' -rfka ''
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" o output' -s 'o' -l 'output' -d 'Answer format: auto, text, markdown, json, jsonl, table, vertical, csv, tsv, html, code.' -rfka 'auto text markdown json jsonl table vertical csv tsv html code'
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" progress' -l 'progress' -d 'When to show progress on stderr: auto, always, never.' -rfka 'auto always never'
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" events' -l 'events' -d 'Write each progress event as a JSON line (- is stdout).' -rF
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" q quiet' -l 'quiet' -s 'q' -d 'Hide notes and progress.'
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh"' -l 'verbose' -s 'v' -d 'Log each request to stderr; -vv adds header fields and bodies.'
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" color' -l 'color' -d 'When to use colour: auto, always, never.' -rfka 'auto always never'
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" stop-on-error' -l 'stop-on-error' -d 'Start no more lines after the first failure.'
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" X no-rc' -s 'X' -l 'no-rc' -d 'Skip the startup file.'
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" no-journal' -l 'no-journal' -d 'Don\'t record runs on disk.'
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" doctor' -l 'doctor' -d 'Check the terminal, files, settings, connection and sign-in, then exit.'
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" login' -l 'login' -d 'Sign in like :login, then exit.'
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" device' -l 'device' -d 'With --login: show a code to enter on another device.'
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" browser' -l 'browser' -d 'With --login: use a browser on this machine, even over ssh.'
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" port' -l 'port' -d 'With --login: listen for the browser on this port.' -rfka ''
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" sandbox' -l 'sandbox' -d 'Use the built-in sandbox service.'
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" version' -l 'version' -d 'Show the version.'
complete -c 'nx1sh' -n '__nx1sh_should_offer_completions_for_flags_or_options "nx1sh" h help' -s 'h' -l 'help' -d 'Show help information.'
