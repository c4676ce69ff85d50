"""Read files ahead of the one writer, in other processes of this machine or on a cluster; what is stored is the same."""
