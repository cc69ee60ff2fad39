"""The made-up mail server: takes mails by SMTP, sends none on, and shows what it took."""
