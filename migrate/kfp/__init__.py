"""Turns a TaskGraph into a Kubeflow pipeline: plan, render, compile, check, prove."""
