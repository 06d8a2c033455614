"""An invented province, Hồng Lam: its people, a dozen documents and one draft. No text here is a real document."""
