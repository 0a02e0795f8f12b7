"""What can be asked for over HTTP: metrics and health. Off unless the config says where to listen."""
