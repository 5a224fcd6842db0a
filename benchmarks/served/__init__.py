"""What the benchmark of the server is made of: a store to serve, a server, and its clients."""
