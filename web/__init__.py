"""How anything here touches the network."""
