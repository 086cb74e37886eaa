extension CrewAnswer {
    /// Markdown with a table (GitHub Flavored).
    static func ask(_ question: String) -> String {
        """
        ## Late orders by month

        \(quoted(question))

        **412 of 9,860 orders** shipped late, most of them in March.

        | Month | Orders | Shipped late | Share |
        |:------|-------:|-------------:|------:|
        | January | 2,410 | 77 | 3.2 % |
        | February | 2,206 | 81 | 3.7 % |
        | March | 2,688 | 168 | 6.3 % |
        | April | 2,556 | 86 | 3.4 % |

        *\(note)*
        """
    }

    /// Markdown with a fenced SQL block.
    static func dataEngineering(_ question: String) -> String {
        """
        ## A daily table of late orders

        \(quoted(question))

        ```sql
        CREATE TABLE late_orders_daily AS
        SELECT o.order_date, count(*) AS late_orders
        FROM orders AS o
        JOIN shipments AS s ON s.order_id = o.id
        WHERE s.shipped_at > o.promised_at
        GROUP BY o.order_date
        ORDER BY o.order_date;
        ```

        1. Run it once for the history.
        2. Schedule it daily, after the load of `shipments`.

        *\(note)*
        """
    }

    /// Markdown with one section per task.
    static func custom(_ crew: CustomCrew) -> String {
        let sections = crew.tasks.map { task in
            """
            ### \(task.description)

            \(task.agentRole) was to deliver: \(task.expectedOutput)
            """
        }
        return "## The crew's work\n\n" + sections.joined(separator: "\n\n") + "\n\n*\(note)*"
    }

    /// The answer to `ask`, extended to 5 MiB with numbered lines.
    static func huge(_ question: String) -> String {
        let size = 5 << 20
        var text = ask(question) + "\n\n"
        text.reserveCapacity(size + 80)
        var number = 1
        while text.utf8.count < size {
            text += "- Line \(number) of a huge answer from the Nx1 sandbox.\n"
            number += 1
        }
        return text
    }

    /// The answer to `ask` between texts that would control a terminal.
    static func garbled(_ question: String) -> String {
        ControlCharacters.before + ask(question) + ControlCharacters.after
    }
}
