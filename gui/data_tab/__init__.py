"""The Data tab: the pictures, their classes, and which of them are kept aside."""
