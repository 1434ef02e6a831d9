def not_found_fallback(get_response):
    return get_response
